package dev.doorward.core.answer;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random values which follow from a request's serial number: HMAC-SHA256 under a key of this
 * process. So an answer stays a function of its facts, and nobody outside can tell the value.
 */
public final class Chance {
  private final SecretKeySpec key;

  private Chance(SecretKeySpec key) {
    this.key = key;
  }

  /** With a key drawn now. */
  public static Chance fresh() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new Chance(new SecretKeySpec(bytes, "HmacSHA256"));
  }

  /** 256 bits as base64url. */
  String value(long serial) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(serial).array());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
