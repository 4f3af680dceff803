package dev.doorward.contract.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the lines behind {@code ----}. */
final class CheckParser {

  private final List<Check> checks = new ArrayList<>();
  private final Map<String, List<String>> fields = new LinkedHashMap<>();
  private final Map<String, List<String>> appFields = new LinkedHashMap<>();

  private CheckParser() {}

  static List<Check> parse(List<String> lines) {
    var parser = new CheckParser();
    for (String line : lines) {
      parser.line(line);
    }
    parser.fields.forEach((name, values) -> parser.checks.add(new Check.Field(name, values)));
    parser.appFields.forEach((name, values) -> parser.checks.add(new Check.AppField(name, values)));
    return List.copyOf(parser.checks);
  }

  private void line(String line) {
    if (line.matches("(\\d{3}|closed)( or (\\d{3}|closed))*")) {
      checks.add(new Check.Status(statuses(line)));
      return;
    }
    if (line.matches("\\{[a-z]+}")) {
      checks.add(new Check.StatusLike(line));
      return;
    }
    String[] words = line.split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    switch (words[0]) {
      case "as" -> checks.add(new Check.As(rest));
      case "same-as" -> checks.add(new Check.SameAs(rest));
      case "problem" -> checks.add(new Check.Problem(rest));
      case "page" -> checks.add(new Check.Page(rest));
      case "body" -> body(rest);
      case "app" -> app(rest);
      case "passed" -> checks.add(new Check.Passed());
      case "close" -> checks.add(new Check.Ends(true));
      case "open" -> checks.add(new Check.Ends(false));
      case "save" -> save(rest);
      case "without" -> checks.add(new Check.Without(rest));
      default -> field(line);
    }
  }

  private void field(String line) {
    if (line.startsWith("!")) {
      checks.add(new Check.Absent(line.substring(1)));
    } else if (line.startsWith("json.")) {
      String[] parts = split(line.substring("json.".length()));
      checks.add(new Check.Member(parts[0], parts[1]));
    } else {
      collect(fields, line);
    }
  }

  private void body(String rest) {
    if (rest.equals("empty")) {
      checks.add(new Check.EmptyBody());
    } else if (rest.startsWith("same-as ")) {
      checks.add(new Check.BodySameAs(rest.substring(8)));
    } else if (rest.startsWith("has ")) {
      checks.add(new Check.BodyHas(rest.substring(4), true));
    } else if (rest.startsWith("lacks ")) {
      checks.add(new Check.BodyHas(rest.substring(6), false));
    } else if (rest.startsWith("says ")) {
      checks.add(new Check.BodySays(rest.substring(5)));
    } else if (rest.startsWith("is ")) {
      checks.add(new Check.BodyIs(rest.substring(3)));
    } else {
      throw new IllegalArgumentException("body " + rest);
    }
  }

  private void app(String rest) {
    if (checks.stream().noneMatch(Check.FromApp.class::isInstance)) {
      checks.add(new Check.FromApp());
    }
    String word = rest.split(" ", 2)[0];
    if (rest.startsWith("!")) {
      checks.add(new Check.AppAbsent(rest.substring(1)));
    } else if (List.of("method", "target", "length", "trailers").contains(word)) {
      checks.add(new Check.AppSaw(word, rest.substring(word.length() + 1)));
    } else if (!rest.isEmpty()) {
      collect(appFields, rest);
    }
  }

  /** {@code NAME SOURCE ~regex}. */
  private void save(String rest) {
    String[] parts = rest.split(" ", 3);
    if (parts.length != 3 || !parts[2].startsWith("~")) {
      throw new IllegalArgumentException("save " + rest);
    }
    checks.add(new Check.Save(parts[0], parts[1], parts[2].substring(1)));
  }

  private static void collect(Map<String, List<String>> to, String line) {
    String[] parts = split(line);
    to.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
  }

  private static String[] split(String line) {
    int colon = line.indexOf(':');
    if (colon < 1 || !line.substring(0, colon).matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("not a line of expectations: " + line);
    }
    return new String[] {line.substring(0, colon), line.substring(colon + 1).strip()};
  }

  private static List<Integer> statuses(String line) {
    return Arrays.stream(line.toLowerCase(Locale.ROOT).split(" or "))
        .map(s -> s.equals("closed") ? 0 : Integer.parseInt(s))
        .toList();
  }
}
