package dev.doorward.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Fixture;
import dev.doorward.core.Seeds;
import dev.doorward.core.request.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteIndexTest {
  private static final List<String> METHODS = List.of("GET", "POST", "DELETE");

  @Test
  void theIndexAgreesWithALinearScan() {
    Random random = Seeds.random("route index");
    for (int round = 0; round < 150; round++) {
      List<RouteIndex.Line> lines = new ArrayList<>();
      for (int n = 1 + random.nextInt(round < 50 ? 8 : 120); n > 0; n--) {
        lines.add(line(pattern(random), methods(random), lines.size()));
      }
      RouteIndex index = RouteIndex.of(lines);
      for (int n = 0; n < 300; n++) {
        List<String> path = path(random);
        String method = METHODS.get(random.nextInt(3));

        assertThat(index.find(path, method))
            .as("%s %s", method, path)
            .isEqualTo(scan(lines, path, method));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a, true",
    "/a, /a/, true",
    "/a/, /a, true",
    "/a, /a//, false",
    "/a, /a/b, false",
    "/a, /A, false",
    "/a, /a.json, false",
    "/a, /a;x=1, true",
    "/a, /%61, true",
    "/%61, /a, true",
    "/a/*, /a/b, true",
    "/a/*, /a/b/, true",
    "/a/*, /a, false",
    "/a/*, /a/, false",
    "/a/*, /a/b/c, false",
    "/a/*/c, /a/b/c, true",
    "/a/**, /a, true",
    "/a/**, /a/, true",
    "/a/**, /a/b/c, true",
    "/a/**, /ab, false",
    "/**, /, true",
    "/**, /a/b, true",
    "/, /, true",
    "/, /a, false",
    "/*, /, false",
    "/*/**, /a, true",
    "/*/**, /, false",
  })
  void aPatternMatchesWholeSegments(String pattern, String path, boolean matches) {
    Pattern parsed = Pattern.parse(pattern).orElseThrow();
    List<String> segments =
        switch (Path.of(path)) {
          case Path.Plain(var plain) -> plain;
          case Path.Twofold(var stands, _) -> stands;
          case Path.Whole whole -> throw new AssertionError(whole);
        };

    assertThat(parsed.matches(segments)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "**",
        "/a//b",
        "//",
        "/**/a",
        "/a/**/b",
        "/a*",
        "/*a",
        "/a**",
        "/a/***",
        "/a?b",
        "/a;b",
        "/../a",
        "/a/.",
        "/%2e%2e",
        "/a%2fb",
        "/a\\b",
        "/a b",
        "/a%00",
        "/%zz",
        "/caf\u00e9"
      })
  void aPatternNobodyCouldAskForIsRefused(String pattern) {
    assertThat(Pattern.parse(pattern)).isEmpty();
  }

  private static Optional<Route> scan(List<RouteIndex.Line> lines, List<String> path, String m) {
    return lines.stream()
        .filter(line -> line.methods().isEmpty() || line.methods().contains(m))
        .filter(line -> line.pattern().matches(path))
        .map(RouteIndex.Line::route)
        .findFirst();
  }

  private static Pattern pattern(Random random) {
    List<String> segments = new ArrayList<>();
    for (int n = random.nextInt(5); n > 0; n--) {
      segments.add(random.nextInt(4) == 0 ? "*" : word(random));
    }
    return new Pattern(segments, random.nextInt(3) == 0);
  }

  private static List<String> path(Random random) {
    List<String> segments = new ArrayList<>();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      segments.add(random.nextInt(6) == 0 ? "" : word(random));
    }
    return segments;
  }

  private static String word(Random random) {
    return String.valueOf((char) ('a' + random.nextInt(3)));
  }

  private static Set<String> methods(Random random) {
    return random.nextInt(3) > 0 ? Set.of() : Set.of(METHODS.get(random.nextInt(3)));
  }

  private static RouteIndex.Line line(Pattern pattern, Set<String> methods, int number) {
    return new RouteIndex.Line(pattern, methods, Fixture.route(number));
  }
}
