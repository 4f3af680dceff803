package dev.doorward.core.who;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads and cuts {@code Cookie} lines. Several lines are one list (RFC 9113 §8.2.3; C057). */
public final class Cookies {
  private Cookies() {}

  /** The values of all cookies of that name, in their order. */
  public static List<String> named(List<String> lines, String name) {
    List<String> values = new ArrayList<>(1);
    for (String line : lines) {
      int start = 0;
      while (start <= line.length()) {
        int end = line.indexOf(';', start);
        String crumb = (end < 0 ? line.substring(start) : line.substring(start, end)).strip();
        if (crumb.length() > name.length()
            && crumb.charAt(name.length()) == '='
            && crumb.startsWith(name)) {
          values.add(crumb.substring(name.length() + 1));
        }
        start = end < 0 ? line.length() + 1 : end + 1;
      }
    }
    return values;
  }

  /**
   * One {@code Cookie} line without the cookies whose names are so, the others in their order.
   *
   * @return empty when nothing is left
   */
  public static Optional<String> without(String line, Predicate<String> names) {
    List<String> kept = new ArrayList<>();
    for (String crumb : line.split(";", -1)) {
      String trimmed = crumb.strip();
      int equals = trimmed.indexOf('=');
      String name = equals < 0 ? trimmed : trimmed.substring(0, equals).strip();
      if (!trimmed.isEmpty() && !names.test(name)) {
        kept.add(trimmed);
      }
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", kept));
  }
}
