package dev.doorward.identity.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Ids, random keys and their digests. */
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  /** Only ever cloned: to ask for one by its name costs as much as to hash a short key. */
  private static final MessageDigest SHA_256 = fresh();

  private Ids() {}

  /** A UUIDv7 (RFC 9562 §5.7) behind a prefix such as {@code usr_}. */
  public static String next(String prefix, Instant at) {
    long random = RANDOM.nextLong();
    long high = at.toEpochMilli() << 16 | 0x7000 | (random >>> 52 & 0xfff);
    long low = RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return prefix + new UUID(high, low);
  }

  /** 32 random bytes as base64url. */
  public static String key() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return BASE64URL.encodeToString(bytes);
  }

  /** SHA-256 as base64url: what the store keeps of a random key. */
  public static String digest(String key) {
    byte[] hash = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    return BASE64URL.encodeToString(hash);
  }

  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException _) { // of a provider that is not Java's own
      return fresh();
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
