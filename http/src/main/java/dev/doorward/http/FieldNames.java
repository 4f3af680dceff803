package dev.doorward.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names that nearly every request has, so that they need not be made anew each time. */
final class FieldNames {
  private static final @Nullable String[] TABLE = new @Nullable String[256];

  static {
    for (String name :
        """
        Host Connection Accept Accept-Encoding Accept-Language User-Agent Cookie Authorization
        Content-Length Content-Type Transfer-Encoding Origin Referer Upgrade Cache-Control Pragma
        If-None-Match If-Modified-Since Range Expect X-Forwarded-For X-Forwarded-Proto
        X-Forwarded-Host X-Real-IP Forwarded X-Requested-With DNT Upgrade-Insecure-Requests
        Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-User Sec-CH-UA Priority DPoP
        Date Server ETag Last-Modified Vary Set-Cookie Location Keep-Alive
        """
            .split("\\s+")) {
      add(name);
      add(name.toLowerCase(Locale.ROOT));
    }
  }

  private FieldNames() {}

  private static void add(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    TABLE[hash(bytes, 0, bytes.length)] = name; // a clash only costs the older one its place
  }

  static String of(byte[] bytes, int length) {
    return of(bytes, 0, length);
  }

  static String of(byte[] bytes, int from, int length) {
    String known = TABLE[hash(bytes, from, length)];
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

  private static int hash(byte[] bytes, int from, int length) {
    return (bytes[from] * 31
            + bytes[from + length - 1] * 7
            + bytes[from + length / 2]
            + length * 17)
        & 0xff;
  }
}
