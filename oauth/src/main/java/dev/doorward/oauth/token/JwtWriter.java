package dev.doorward.oauth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.doorward.oauth.key.Keys;
import dev.doorward.oauth.key.SigningKey;
import java.util.Date;

/** Writes access tokens after RFC 9068, signed by ES256. */
public final class JwtWriter {
  private final Keys keys;
  private final String issuer;

  /**
   * @param issuer the origin, literally
   */
  public JwtWriter(Keys keys, String issuer) {
    this.keys = keys;
    this.issuer = issuer;
  }

  String write(String id, String grant, Order order) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(order.user())
            .audience(order.audience())
            .jwtID(id)
            .issueTime(Date.from(order.issued()))
            .expirationTime(Date.from(order.expires()))
            .claim("client_id", "doorward-cli")
            .claim("gid", grant)
            .claim("acr", order.acr().urn());
    order.authTime().ifPresent(time -> claims.claim("auth_time", time.getEpochSecond()));
    order.notBefore().ifPresent(time -> claims.notBeforeTime(Date.from(time)));
    if (!order.scopes().isEmpty()) {
      claims.claim("scope", String.join(" ", order.scopes()));
    }
    SigningKey key = keys.current();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.id())
            .build();
    try {
      SignedJWT jwt = new SignedJWT(header, claims.build());
      jwt.sign(new ECDSASigner(key.jwk()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a token could not be signed", e);
    }
  }
}
