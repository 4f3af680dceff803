package dev.doorward.cli.naive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A route line as text.
 *
 * @param path the pattern as a regular expression over a reading of a path
 * @param says its other keys
 */
record NaiveRoute(Pattern path, Map<String, String> says) {
  private static final Pattern KEY =
      Pattern.compile("([a-z-]+):\\s*(\\[[^\\]]*\\]|\"[^\"]*\"|[^,}]+)");

  static NaiveRoute of(String line) {
    Map<String, String> says = new LinkedHashMap<>();
    Matcher m = KEY.matcher(line.replaceFirst("#.*", ""));
    while (m.find()) {
      says.put(m.group(1), m.group(2).strip().replace("\"", ""));
    }
    String path = says.remove("path");
    if (path == null) {
      throw new IllegalArgumentException("no path in " + line);
    }
    return new NaiveRoute(pattern(path), says);
  }

  private static Pattern pattern(String path) {
    StringBuilder regex = new StringBuilder();
    for (String segment : path.substring(1).split("/")) {
      regex.append(
          switch (segment) {
            case "" -> "";
            case "*" -> "/[^/]+";
            case "**" -> "(/.*)?";
            default -> Pattern.quote("/" + NaivePath.normal(segment));
          });
    }
    return Pattern.compile(regex.toString());
  }

  boolean takes(String reading, String method) {
    return path.matcher(reading).matches()
        && (!says.containsKey("methods") || list("methods").contains(method));
  }

  String get(String key) {
    return says.getOrDefault(key, "");
  }

  boolean is(String key, String value) {
    return get(key).equals(value);
  }

  List<String> list(String key) {
    return Stream.of(get(key).replace("[", "").replace("]", "").split(","))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** What it asks of a request that has come to it: all it says but of paths and methods. */
  Map<String, String> demands() {
    Map<String, String> demands = new TreeMap<>(says);
    if (!demands.containsKey("own")) {
      demands.remove("methods");
    }
    demands.replaceAll((key, value) ->
        value.startsWith("[") ? list(key).stream().sorted().toList().toString() : value);
    return demands;
  }
}
