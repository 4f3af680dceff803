package dev.doorward.core.request;

import java.util.ArrayList;
import java.util.List;

/** How a path may be read (C220). Rules are matched against readings, never against bytes. */
public sealed interface Path {
  /**
   * One reading.
   *
   * @param segments decoded but for {@code / ; ? # % *}, spaces and what is not ASCII, without
   *     {@code ;…}; the last one is empty for a trailing slash
   */
  record Plain(List<String> segments) implements Path {}

  /**
   * Two readings: as it stands, and with {@code //} and {@code %2f} taken for one slash. Upstreams
   * differ in which they take, so both must meet the same requirement.
   */
  record Twofold(List<String> asItStands, List<String> folded) implements Path {
    /**
     * What is left for those who read {@code //x/admin} as a reference to a host (RFC 3986 §4.2),
     * as URL parsers of many languages do; the folded reading where that cannot be.
     */
    public List<String> behindHost() {
      if (!asItStands.getFirst().isEmpty()) {
        return folded;
      }
      return folded.size() > 1 ? folded.subList(1, folded.size()) : List.of("");
    }
  }

  /** Readings which are not segments. */
  enum Whole implements Path {
    /** {@code OPTIONS *}. */
    ASTERISK,
    /** No reading on which everybody agrees: dot segments, backslash, NUL, a broken escape. */
    AMBIGUOUS
  }

  /** Reads a path that begins with a slash. Total: what cannot be read is {@link Whole}. */
  static Path of(String path) {
    if (!path.startsWith("/")) {
      return Whole.AMBIGUOUS;
    }
    boolean simple = true;
    for (int i = 1; i < path.length() && simple; i++) {
      char c = path.charAt(i);
      simple =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '~'
              || (c == '/' && path.charAt(i - 1) != '/');
    }
    return simple ? new Plain(split(path)) : PathReader.read(path);
  }

  /** The segments between slashes, without the leading one. */
  static List<String> split(String path) {
    List<String> segments = new ArrayList<>(6);
    int start = 1;
    for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }
}
