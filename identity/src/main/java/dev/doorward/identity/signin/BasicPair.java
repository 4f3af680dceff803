package dev.doorward.identity.signin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A decoded Basic pair (RFC 7617 §2). */
record BasicPair(String name, String password, boolean sound) {
  /**
   * Decodes. What is broken becomes a pair which cannot be right, so that it costs and counts as
   * any wrong one (C045–C050).
   */
  static BasicPair decode(String base64) {
    String text;
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return new BasicPair("", "", false);
    }
    int colon = text.indexOf(':');
    boolean control = text.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
    return colon < 0 || control
        ? new BasicPair("", "", false)
        : new BasicPair(text.substring(0, colon), text.substring(colon + 1), true);
  }
}
