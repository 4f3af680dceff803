package dev.doorward.config;

import dev.doorward.core.route.Access;
import dev.doorward.core.route.Pattern;
import dev.doorward.core.route.RouteIndex;
import java.util.List;
import java.util.Locale;

/** What only shows when all routes of a site are read: twins, unreachable ones, case variants. */
final class RouteChecks {
  private final Source source;

  RouteChecks(Source source) {
    this.source = source;
  }

  void check(List<RouteReader.Placed> lines) {
    for (int i = 0; i < lines.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (covers(lines.get(j).line(), lines.get(i).line())) {
          refuse(lines.get(j), lines.get(i));
          break;
        }
      }
    }
    for (RouteReader.Placed strict : lines) {
      warnOfCase(lines, strict);
    }
  }

  private void refuse(RouteReader.Placed earlier, RouteReader.Placed later) {
    boolean twin =
        earlier.line().pattern().equals(later.line().pattern())
            && earlier.line().methods().equals(later.line().methods());
    source.mistake(
        later.at(),
        "route %s %s line %d; %s"
            .formatted(
                later.line().route().place().pattern(),
                twin ? "is a twin of" : "is never reached, everything it matches is taken by",
                Source.line(earlier.at()),
                twin ? "remove one of them" : "move it up or remove it"));
  }

  private static boolean covers(RouteIndex.Line a, RouteIndex.Line b) {
    boolean methods =
        a.methods().isEmpty() || (!b.methods().isEmpty() && a.methods().containsAll(b.methods()));
    return methods && covers(a.pattern(), b.pattern());
  }

  private static boolean covers(Pattern a, Pattern b) {
    List<String> wide = a.segments();
    List<String> narrow = b.segments();
    boolean longEnough = a.subtree() ? narrow.size() >= wide.size() : narrow.size() == wide.size();
    if (!longEnough || (b.subtree() && !a.subtree())) {
      return false;
    }
    for (int i = 0; i < wide.size(); i++) {
      if (!wide.get(i).equals("*") && !wide.get(i).equals(narrow.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** C221: some servers behind us do not tell {@code /ADMIN} from {@code /admin}. */
  private void warnOfCase(List<RouteReader.Placed> lines, RouteReader.Placed strict) {
    if (isOpen(strict.line().route().access())) {
      return;
    }
    List<String> variant =
        strict.line().pattern().segments().stream().map(s -> s.toUpperCase(Locale.ROOT)).toList();
    if (variant.equals(strict.line().pattern().segments())) {
      return;
    }
    for (RouteReader.Placed loose : lines) {
      if (loose.line().pattern().matches(variant)) {
        if (isOpen(loose.line().route().access())) {
          source.warning(
              strict.at(),
              "/%s would be caught by line %d, which asks for less; harmless only where the"
                      .formatted(String.join("/", variant), Source.line(loose.at()))
                  + " application tells upper from lower case");
        }
        return;
      }
    }
  }

  private static boolean isOpen(Access access) {
    return access instanceof Access.Public
        || (access instanceof Access.Guarded g && g.anonymous() == Access.Anonymous.WELCOME);
  }
}
