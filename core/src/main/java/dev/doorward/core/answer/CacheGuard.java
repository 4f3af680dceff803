package dev.doorward.core.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Keeps shared caches from handing one caller's answer to another. RFC 9111 §3.5 protects only
 * answers to {@code Authorization}, and not those that say {@code public}.
 */
final class CacheGuard {
  private CacheGuard() {}

  /** The value of {@code Cache-Control} in place of the application's lines (C254, C255). */
  static String guarded(List<String> lines) {
    List<String> kept = new ArrayList<>();
    boolean closed = false;
    for (String directive : directives(lines)) {
      String name = directive.toLowerCase(Locale.ROOT);
      if (name.equals("public") || name.startsWith("s-maxage=") || name.equals("s-maxage")) {
        continue;
      }
      // private="field" protects that field alone.
      closed |= name.equals("private") || name.equals("no-store");
      kept.add(directive);
    }
    if (!closed) {
      kept.addFirst("private");
    }
    return String.join(", ", kept);
  }

  /** RFC 9213: these beat {@code Cache-Control} (C353). */
  static boolean isForCdns(String lowerName) {
    return lowerName.endsWith("cdn-cache-control") || lowerName.equals("surrogate-control");
  }

  /** Splits at commas outside quoted strings. */
  private static List<String> directives(List<String> lines) {
    List<String> out = new ArrayList<>();
    for (String line : lines) {
      int start = 0;
      boolean quoted = false;
      for (int i = 0; i <= line.length(); i++) {
        if (i == line.length() || (!quoted && line.charAt(i) == ',')) {
          String directive = line.substring(start, i).strip();
          if (!directive.isEmpty()) {
            out.add(directive);
          }
          start = i + 1;
        } else if (quoted && line.charAt(i) == '\\' && i + 1 < line.length()) {
          i++;
        } else if (line.charAt(i) == '"') {
          quoted = !quoted;
        }
      }
    }
    return out;
  }
}
