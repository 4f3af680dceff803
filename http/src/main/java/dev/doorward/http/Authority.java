package dev.doorward.http;

/** How a host and port are written (RFC 3986 §3.2). */
final class Authority {
  private Authority() {}

  /**
   * Rough for the name: no character that could end an authority or start user information. Behind
   * it may stand a colon and digits.
   */
  static boolean isSound(String host) {
    int end = nameEnd(host);
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean sound =
          i < end
              ? c > ' ' && c < 0x7f && "/\\?#@,\"<>".indexOf(c) < 0
              : i == end ? c == ':' : c >= '0' && c <= '9';
      if (!sound) {
        return false;
      }
    }
    return end >= 0;
  }

  /** Where the port's colon may stand; -1 for a bracket without its other one. */
  private static int nameEnd(String host) {
    int bracket = host.lastIndexOf(']') + 1;
    boolean literal = host.startsWith("[");
    if (literal != bracket > 0 || host.lastIndexOf('[') > 0) {
      return -1;
    }
    int colon = literal ? bracket : host.indexOf(':');
    return colon < 0 ? host.length() : colon;
  }
}
