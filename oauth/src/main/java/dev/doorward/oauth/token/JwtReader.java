package dev.doorward.oauth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.store.StoreException;
import dev.doorward.oauth.key.Keys;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads access tokens of our own (RFC 9068 §4). The algorithm belongs to the key, never to the
 * token (RFC 8725 §3.1); keys are never fetched from where a token points (§3.10).
 */
public final class JwtReader {
  private static final int MOST_CHARS = 16 << 10;

  private final KeySource keys;
  private final String issuer;

  /**
   * @param issuer the origin, literally
   */
  public JwtReader(Keys keys, String issuer) {
    this(id -> keys.byId(id).map(key -> key.jwk().toPublicJWK()), issuer);
  }

  /**
   * With keys of wherever.
   *
   * @param issuer the origin, literally
   */
  public JwtReader(KeySource keys, String issuer) {
    this.keys = keys;
    this.issuer = issuer;
  }

  /** Where public keys come from. */
  @FunctionalInterface
  public interface KeySource {
    /**
     * The key of that {@code kid}; empty where there is none.
     *
     * @throws StoreException when nobody could tell
     */
    Optional<ECKey> byId(String id);
  }

  /** What a token says, if its signature, type and issuer are good. Times are not looked at. */
  public Optional<Claims> read(String token) {
    if (token.length() > MOST_CHARS || token.chars().filter(c -> c == '.').count() != 2) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
          || !isAccessToken(jwt.getHeader().getType())
          || jwt.getHeader().getKeyID() == null) {
        return Optional.empty();
      }
      Optional<ECKey> key = keys.byId(jwt.getHeader().getKeyID());
      // The verifier refuses every crit it does not know (RFC 7515 §4.1.11).
      if (key.isEmpty()
          || !isCanonical(jwt.getSignature())
          || !jwt.verify(new ECDSAVerifier(key.get()))) {
        return Optional.empty();
      }
      return claims(jwt.getJWTClaimsSet());
    } catch (StoreException e) {
      throw e; // nobody could tell whose key it is: that is no fault of the token
    } catch (ParseException | JOSEException | RuntimeException e) {
      // The library throws what it likes at hostile input; whatever it was, this is no token of
      // ours.
      return Optional.empty();
    }
  }

  private Optional<Claims> claims(JWTClaimsSet set) throws ParseException {
    Date expires = set.getExpirationTime();
    Date issued = set.getIssueTime();
    String id = set.getJWTID();
    String subject = set.getSubject();
    if (!issuer.equals(set.getIssuer())
        || expires == null
        || issued == null
        || id == null
        || subject == null) {
      return Optional.empty();
    }
    String scope = set.getStringClaim("scope");
    Object authTime = set.getClaim("auth_time");
    return Optional.of(
        new Claims(
            id,
            subject,
            set.getAudience().stream().filter(Objects::nonNull).collect(Collectors.toSet()),
            scope == null || scope.isBlank() ? List.of() : Arrays.asList(scope.split(" ", -1)),
            Acr.of(Optional.ofNullable(set.getStringClaim("acr")).orElse("")).orElse(Acr.PWD),
            authTime instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty(),
            Optional.ofNullable(set.getNotBeforeTime()).map(Date::toInstant),
            issued.toInstant(),
            expires.toInstant()));
  }

  /** RFC 4648 §3.5: bits behind the last byte would make many spellings of one token. */
  private static boolean isCanonical(Base64URL text) {
    return Base64URL.encode(text.decode()).equals(text);
  }

  private static boolean isAccessToken(@org.jspecify.annotations.Nullable JOSEObjectType type) {
    if (type == null) {
      return false;
    }
    String name = type.getType().toLowerCase(Locale.ROOT);
    return name.equals("at+jwt") || name.equals("application/at+jwt");
  }
}
