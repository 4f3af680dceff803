package dev.doorward.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The octets of a request target (RFC 9112 §3.2). */
final class TargetText {
  private TargetText() {}

  static boolean isSound(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Octets.isTarget(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  static String of(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** What is no part of a target, percent-encoded, so that the rest can be told of. */
  static String encoded(byte[] bytes, int from, int to) {
    var text = new StringBuilder(to - from + 16);
    for (int i = from; i < to; i++) {
      if (Octets.isTarget(bytes[i])) {
        text.append((char) bytes[i]);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", bytes[i]));
      }
    }
    return text.toString();
  }

  /** origin-form, absolute-form, or asterisk-form. */
  static boolean isForm(String method, String target) {
    return target.startsWith("/")
        || target.regionMatches(true, 0, "http://", 0, 7)
        || target.regionMatches(true, 0, "https://", 0, 8)
        || isAsterisk(method, target);
  }

  static boolean isAsterisk(String method, String target) {
    return target.equals("*") && method.equals("OPTIONS");
  }
}
