package dev.doorward.core.request;

import java.util.List;
import java.util.Optional;

/** The field lines of one request, asked by the closed set of {@link Field}. */
public interface Fields {
  /** All lines of that name, in their order; empty where there is none. */
  List<String> all(Field field);

  /** The first line of that name. */
  default Optional<String> first(Field field) {
    List<String> lines = all(field);
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getFirst());
  }

  /** Whether at least one line has that name. */
  default boolean has(Field field) {
    return !all(field).isEmpty();
  }

  /** Whether the first line of that name is this value, letter case aside. */
  default boolean is(Field field, String value) {
    List<String> lines = all(field);
    return !lines.isEmpty() && lines.getFirst().trim().equalsIgnoreCase(value);
  }
}
