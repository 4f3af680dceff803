package dev.doorward.core.route;

import dev.doorward.core.request.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path pattern: literal segments, {@code *} for one whole segment, and at its end {@code **} for
 * everything from here on.
 *
 * @param segments literal or {@code *}, decoded as paths are
 * @param subtree whether it ended in {@code /**}
 */
public record Pattern(List<String> segments, boolean subtree) {
  /**
   * Reads a pattern such as {@code /admin}, {@code /orders/**} or {@code /a/*}{@code /c}.
   *
   * @return empty when it does not begin with a slash, has {@code **} elsewhere than at the end, a
   *     partial wildcard, an empty segment, or a path that nobody could ask for
   */
  public static Optional<Pattern> parse(String text) {
    if (!text.startsWith("/") || text.indexOf('?') >= 0 || text.indexOf(';') >= 0) {
      return Optional.empty();
    }
    boolean subtree = text.endsWith("/**");
    String head = subtree ? text.substring(0, text.length() - 3) : text;
    if (head.isEmpty() || head.equals("/")) {
      return Optional.of(new Pattern(List.of(), subtree));
    }
    if (head.endsWith("/")) {
      head = head.substring(0, head.length() - 1);
    }
    List<String> segments = new ArrayList<>();
    for (String segment : Path.split(head)) {
      if (segment.equals("*")) {
        segments.add(segment);
        continue;
      }
      if (segment.isEmpty() || segment.indexOf('*') >= 0) {
        return Optional.empty();
      }
      if (!(Path.of("/" + segment) instanceof Path.Plain(var one)) || one.size() != 1) {
        return Optional.empty();
      }
      segments.add(one.getFirst());
    }
    return Optional.of(new Pattern(List.copyOf(segments), subtree));
  }

  /** Whether a reading of a path matches. */
  public boolean matches(List<String> path) {
    int length = effective(path);
    if (length < segments.size() || (!subtree && length != segments.size())) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.equals("*") ? path.get(i).isEmpty() : !segment.equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number of segments without the empty one of a trailing slash: {@code /a/} is {@code /a}.
   */
  static int effective(List<String> path) {
    int n = path.size();
    return n > 0 && path.get(n - 1).isEmpty() ? n - 1 : n;
  }
}
