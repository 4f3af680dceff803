package dev.doorward.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names that most messages have, so that they need neither be made nor looked through anew each
 * time. Each of them is a token (RFC 9110 §5.6.2), which {@link Octets#requireToken} relies on.
 */
final class FieldNames {
  static final List<String> NAMES =
      List.of(
          """
          Host Connection Accept Accept-Encoding Accept-Language User-Agent Cookie
          Authorization Content-Length Content-Type Transfer-Encoding Origin Referer Upgrade
          Cache-Control Pragma If-None-Match If-Modified-Since Range Expect X-Forwarded-For
          X-Forwarded-Proto X-Forwarded-Host X-Forwarded-Method X-Forwarded-Uri X-Real-IP
          X-Original-Method X-Original-URI
          Forwarded X-Requested-With DNT Upgrade-Insecure-Requests Sec-Fetch-Dest
          Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-User Sec-CH-UA Priority DPoP Date Server
          ETag Last-Modified Vary Set-Cookie Location Keep-Alive X-Request-Id WWW-Authenticate
          X-Doorward-User X-Doorward-Roles X-Doorward-Scopes X-Doorward-Assertion
          X-Doorward-Request-Id
          """
              .split("\\s+"));

  private static final @Nullable String[] TABLE = new @Nullable String[512];

  static {
    for (String name : NAMES) {
      for (String written : List.of(name, name.toLowerCase(Locale.ROOT))) {
        TABLE[slot(written)] = written;
      }
    }
  }

  private FieldNames() {}

  /** Whether it is one of them, letter by letter. */
  static boolean has(String name) {
    return !name.isEmpty() && name.equals(TABLE[slot(name)]);
  }

  static String of(byte[] bytes, int length) {
    return of(bytes, 0, length);
  }

  static String of(byte[] bytes, int from, int length) {
    String known = TABLE[slot(bytes, from, length)];
    if (known != null && known.length() == length) {
      int i = 0;
      while (i < length && known.charAt(i) == (char) bytes[from + i]) {
        i++;
      }
      if (i == length) {
        return known;
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static int slot(String name) {
    int last = name.length() - 1;
    return slot(
        name.charAt(0), name.charAt(last), name.charAt(Math.max(0, last - 2)), name.length());
  }

  private static int slot(byte[] bytes, int from, int length) {
    int last = from + length - 1;
    return slot(bytes[from], bytes[last], bytes[Math.max(from, last - 2)], length);
  }

  /** No two of the names have one slot; if they had, one of them would be made anew each time. */
  private static int slot(int first, int last, int lastButTwo, int length) {
    return ((first + length) * 355 + last * 366 + lastButTwo * 310) & 511;
  }
}
