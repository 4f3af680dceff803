package dev.doorward.core.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds, among all patterns that match a path and method, the one on the lowest line. A trie whose
 * nodes know the lowest line below them, so that branches which cannot win are not walked.
 */
public final class RouteIndex {
  private final Node root = new Node();

  private RouteIndex() {}

  /**
   * A line of the file.
   *
   * @param methods empty for all
   */
  public record Line(Pattern pattern, Set<String> methods, Route route) {}

  /** An index of these lines, the first of which is the lowest. */
  public static RouteIndex of(List<Line> lines) {
    RouteIndex index = new RouteIndex();
    for (int number = 0; number < lines.size(); number++) {
      index.root.add(lines.get(number), 0, number);
    }
    return index;
  }

  /**
   * The route of the lowest line that matches.
   *
   * @param path segments of one reading
   * @param method as rules judge it, HEAD being GET
   */
  public Optional<Route> find(List<String> path, String method) {
    Entry best = root.find(path, Pattern.effective(path), 0, method, null);
    return best == null ? Optional.empty() : Optional.of(best.line.route());
  }

  private record Entry(int number, Line line) {
    boolean takes(String method) {
      return line.methods().isEmpty() || line.methods().contains(method);
    }
  }

  private static final class Node {
    private final Map<String, Node> literal = new HashMap<>();
    private @Nullable Node any;
    private final List<Entry> here = new ArrayList<>(0);
    private final List<Entry> below = new ArrayList<>(0);
    private int lowest = Integer.MAX_VALUE;

    void add(Line line, int depth, int number) {
      lowest = Math.min(lowest, number);
      if (depth == line.pattern().segments().size()) {
        (line.pattern().subtree() ? below : here).add(new Entry(number, line));
        return;
      }
      String segment = line.pattern().segments().get(depth);
      Node next;
      if (segment.equals("*")) {
        next = any == null ? new Node() : any;
        any = next;
      } else {
        next = literal.computeIfAbsent(segment, _ -> new Node());
      }
      next.add(line, depth + 1, number);
    }

    @Nullable Entry find(
        List<String> path, int length, int depth, String method, @Nullable Entry best) {
      if (best != null && lowest > best.number) {
        return best;
      }
      best = first(below, method, best);
      if (depth == length) {
        return first(here, method, best);
      }
      String segment = path.get(depth);
      Node exact = literal.get(segment);
      if (exact != null) {
        best = exact.find(path, length, depth + 1, method, best);
      }
      if (any != null && !segment.isEmpty()) {
        best = any.find(path, length, depth + 1, method, best);
      }
      return best;
    }

    private static @Nullable Entry first(List<Entry> entries, String method, @Nullable Entry best) {
      for (Entry entry : entries) {
        if (best != null && entry.number > best.number) {
          return best;
        }
        if (entry.takes(method)) {
          return entry;
        }
      }
      return best;
    }
  }
}
