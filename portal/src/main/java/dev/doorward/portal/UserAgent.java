package dev.doorward.portal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client calls itself, in words: enough to tell one's own devices apart, no more. It is a
 * claim and never decides anything.
 */
final class UserAgent {
  private static final int MOST_CHARS = 40;

  /** The first that matches counts: nearly every browser also names those it descends from. */
  private static final List<Sign> BROWSERS =
      List.of(
          new Sign("Edg(?:e|A|iOS)?/", "Edge"),
          new Sign("OPR/|Opera", "Opera"),
          new Sign("Vivaldi/", "Vivaldi"),
          new Sign("SamsungBrowser/", "Samsung Internet"),
          new Sign("YaBrowser/", "Yandex Browser"),
          new Sign("Firefox/|FxiOS/", "Firefox"),
          new Sign("HeadlessChrome/", "Headless Chrome"),
          new Sign("Chromium/", "Chromium"),
          new Sign("Chrome/|CriOS/", "Chrome"),
          // no V between, lest each of many versions be followed to the end
          new Sign("Version/[\\d.]+ [^V]*Safari/", "Safari"));

  private static final List<Sign> SYSTEMS =
      List.of(
          new Sign("iPhone", "iPhone"),
          new Sign("iPad", "iPad"),
          new Sign("Android", "Android"),
          new Sign("CrOS", "ChromeOS"),
          new Sign("Windows", "Windows"),
          new Sign("Mac OS X|Macintosh", "macOS"),
          new Sign("FreeBSD|OpenBSD|NetBSD", "BSD"),
          new Sign("Linux|X11", "Linux"));

  /** Programs put their own name first (RFC 9110 §10.1.5). */
  private static final Pattern PRODUCT = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)(?:/.*| .*)?");

  private record Sign(Pattern pattern, String name) {
    Sign(String pattern, String name) {
      this(Pattern.compile(pattern), name);
    }
  }

  private UserAgent() {}

  /** For example {@code Firefox on Linux}, {@code curl}, {@code Unknown client}. */
  static String inWords(String agent) {
    Optional<String> browser = named(BROWSERS, agent);
    Optional<String> system = named(SYSTEMS, agent);
    if (browser.isPresent()) {
      return browser.get() + system.map(s -> " on " + s).orElse("");
    }
    Matcher product = PRODUCT.matcher(agent);
    if (product.matches() && !product.group(1).equals("Mozilla")) {
      String name = product.group(1);
      return name.length() > MOST_CHARS ? name.substring(0, MOST_CHARS) + "…" : name;
    }
    return system.map(s -> "A browser on " + s).orElse("Unknown client");
  }

  private static Optional<String> named(List<Sign> signs, String agent) {
    return signs.stream().filter(s -> s.pattern.matcher(agent).find()).map(Sign::name).findFirst();
  }
}
