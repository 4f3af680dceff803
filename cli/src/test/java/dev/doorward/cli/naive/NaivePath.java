package dev.doorward.cli.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The readings of a path by string replacement (C220, C221). */
final class NaivePath {
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  private NaivePath() {}

  /**
   * All readings, without a slash at the end: as it stands; with {@code //}, {@code %2f} and {@code
   * %3b} taken for what they stand for; and, where two slashes begin it, as a reference to a host.
   *
   * @return none where nobody can tell what the path is
   */
  static List<String> readings(String raw) {
    if (raw.contains("\\") || raw.replaceAll(ESCAPE.pattern(), "").contains("%")) {
      return List.of();
    }
    String plain = normal(raw);
    if (plain.contains("%00") || plain.contains("%5C")) {
      return List.of();
    }
    String asItStands = cut(plain);
    String folded = cut(plain.replace("%2F", "/").replace("%3B", ";")).replaceAll("/+", "/");
    if (dots(plain) || dots(plain.replace("%2F", "/"))) {
      return List.of();
    }
    List<String> readings = new ArrayList<>(List.of(asItStands, folded));
    if (asItStands.startsWith("//")) {
      readings.add(folded.replaceFirst("^/[^/]*(?=/|$)", ""));
    }
    return readings.stream().map(path -> path.replaceFirst("/$", "")).toList();
  }

  /** All decoded that is printed and cuts nothing, other escapes in upper case. */
  static String normal(String raw) {
    Matcher m = ESCAPE.matcher(raw);
    return m.replaceAll(found -> {
      String c = String.valueOf((char) Integer.parseInt(found.group(1), 16));
      boolean plain = c.matches("[!-~&&[^/;?#%*\\\\]]");
      return Matcher.quoteReplacement(plain ? c : found.group().toUpperCase(Locale.ROOT));
    });
  }

  private static String cut(String path) {
    return path.replaceAll(";[^/]*", "");
  }

  private static boolean dots(String path) {
    return Pattern.compile("/\\.\\.?(;|%3B|/|$)").matcher(path).find();
  }
}
