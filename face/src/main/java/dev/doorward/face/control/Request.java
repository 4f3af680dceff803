package dev.doorward.face.control;

import dev.doorward.face.explain.Hints;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command with its arguments.
 *
 * @param name such as {@code user.add}
 * @param args texts, lists of texts and flags by name
 */
public record Request(String name, Map<String, Object> args) {
  Optional<String> text(String key) {
    return args.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  String need(String key) {
    return text(key)
        .orElseThrow(() -> new dev.doorward.identity.people.Refused(name + " needs " + key));
  }

  List<String> texts(String key) {
    return args.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** A command to propose in a message. */
  String hint(String words) {
    return Hints.of(args).command(words);
  }

  /**
   * A part of a list.
   *
   * @param after the id behind which it begins; empty from the start
   * @param most how many at most
   */
  record Page(String after, int most) {}

  /** The part which is asked for; empty for all. */
  Optional<Page> page() {
    return args.get("limit") instanceof Integer limit
        ? Optional.of(new Page(text("after").orElse(""), limit))
        : Optional.empty();
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(args.get(key));
  }
}
