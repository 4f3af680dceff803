package dev.doorward.http;

/** How a host and port are written (RFC 3986 §3.2). */
final class Authority {
  private Authority() {}

  /** Rough: no character that could end an authority or start user information. */
  static boolean isSound(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c <= ' ' || c >= 0x7f || "/\\?#@,\"<>".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}
