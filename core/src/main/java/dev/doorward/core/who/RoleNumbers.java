package dev.doorward.core.who;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bit of each role name ever seen in this process. */
final class RoleNumbers {
  private static final Map<String, Integer> NUMBERS = new HashMap<>();
  private static final List<String> NAMES = new ArrayList<>();

  private RoleNumbers() {}

  static synchronized int of(String name) {
    Integer known = NUMBERS.get(name);
    if (known != null) {
      return known;
    }
    NAMES.add(name);
    NUMBERS.put(name, NAMES.size() - 1);
    return NAMES.size() - 1;
  }

  static synchronized String name(int number) {
    return NAMES.get(number);
  }
}
