package dev.doorward.contract.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** One {@code Set-Cookie}: order and case of the attributes do not matter. */
record SetCookie(String name, String value, Set<String> attributes) {

  static SetCookie parse(String line) {
    String[] parts = line.split("; *", -1);
    int equals = parts[0].indexOf('=');
    return new SetCookie(
        equals < 0 ? parts[0] : parts[0].substring(0, equals),
        equals < 0 ? "" : parts[0].substring(equals + 1),
        Arrays.stream(parts)
            .skip(1)
            .map(a -> a.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Whether that line of an answer is what a case asks for. A value of {@code *} is any of 256 bits
   * in base64url; over plain HTTP nobody expects {@code Secure}.
   */
  static boolean matches(String wantedLine, String actualLine, boolean tls) {
    SetCookie wanted = parse(wantedLine);
    SetCookie actual = parse(actualLine);
    boolean value =
        wanted.value().equals("*")
            ? actual.value().matches("[A-Za-z0-9_-]{43}")
            : wanted.value().equals("**")
                ? actual.value().matches("[A-Za-z0-9_-]{22,}")
                : wanted.value().equals(actual.value());
    Set<String> attributes =
        wanted.attributes().stream()
            .filter(a -> tls || !a.equals("secure"))
            .collect(Collectors.toUnmodifiableSet());
    return value
        && wanted.name().equals(actual.name())
        && attributes.equals(actual.attributes())
        && List.of(actualLine.split(";")).size() == actual.attributes().size() + 1;
  }
}
