package dev.doorward.core.request;

import java.util.Locale;
import java.util.Optional;

/**
 * What a request asks for.
 *
 * @param host host and port as the client named them, lower case; empty where none was named
 * @param raw path and query exactly as the client sent them, or {@code *}
 * @param path the reading of the path by which rules are matched
 */
public record Target(Optional<String> host, String raw, Path path) {
  /**
   * Reads a request target in origin-form, absolute-form or asterisk-form (RFC 9112 §3.2). In
   * absolute form its own authority counts and the Host field does not (RFC 9112 §3.2.2).
   */
  public static Target of(String target, Optional<String> hostField) {
    if (target.equals("*")) {
      return new Target(lower(hostField), "*", Path.Whole.ASTERISK);
    }
    int scheme = target.indexOf("://");
    if (scheme > 0 && !target.startsWith("/")) {
      int start = scheme + 3;
      int end = start;
      while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
        end++;
      }
      String rest = target.substring(end);
      String raw = rest.startsWith("/") ? rest : "/" + rest;
      return new Target(
          Optional.of(target.substring(start, end).toLowerCase(Locale.ROOT)),
          raw,
          Path.of(beforeQuery(raw)));
    }
    return new Target(lower(hostField), target, Path.of(beforeQuery(target)));
  }

  /** The path as sent, without the query. */
  public String rawPath() {
    return beforeQuery(raw);
  }

  /** The query as sent, without its question mark; empty where there is none. */
  public String query() {
    int mark = raw.indexOf('?');
    return mark < 0 ? "" : raw.substring(mark + 1);
  }

  private static String beforeQuery(String raw) {
    int mark = raw.indexOf('?');
    return mark < 0 ? raw : raw.substring(0, mark);
  }

  private static Optional<String> lower(Optional<String> host) {
    return host.map(h -> h.trim().toLowerCase(Locale.ROOT));
  }
}
