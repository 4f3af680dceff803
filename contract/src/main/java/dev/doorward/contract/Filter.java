package dev.doorward.contract;

import dev.doorward.contract.cases.Case;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Which cases to run. */
@FunctionalInterface
public interface Filter {

  /** All of them. */
  Filter ALL = _ -> true;

  boolean takes(Case c);

  /**
   * Those of a list such as {@code C001,C334b,G3}: numbers, numbers with a letter, groups.
   *
   * @throws IllegalArgumentException where something else stands in it
   */
  static Filter only(String list) {
    Set<String> wanted =
        Arrays.stream(list.split(",")).map(String::strip).collect(Collectors.toUnmodifiableSet());
    for (String each : wanted) {
      if (!each.matches("C\\d{3}[a-z]*|G\\d{1,2}")) {
        throw new IllegalArgumentException("neither a case nor a group: " + each);
      }
    }
    return c ->
        wanted.contains(c.id()) || wanted.contains(c.number()) || wanted.contains(c.group());
  }
}
