package dev.doorward.oauth.key;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A key by which we sign.
 *
 * @param id its {@code kid}
 * @param retired since when it signs no more; it still verifies
 */
public record SigningKey(String id, ECKey jwk, Instant created, Optional<Instant> retired) {
  /** The public half as JSON (RFC 7517 §4). */
  public String publicJson() {
    return jwk.toPublicJWK().toJSONString();
  }
}
