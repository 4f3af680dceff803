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
    TABLE[hash(bytes, bytes.length)] = name; // a clash only costs the older one its place
  }

  static String of(byte[] bytes, int length) {
    String known = TABLE[hash(bytes, length)];
    if (known != null && known.length() == length) {
      int i = 0;
      while (i < length && known.charAt(i) == (char) bytes[i]) {
        i++;
      }
      if (i == length) {
        return known;
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static int hash(byte[] bytes, int length) {
    return (bytes[0] * 31 + bytes[length - 1] * 7 + bytes[length / 2] + length * 17) & 0xff;
  }
}
