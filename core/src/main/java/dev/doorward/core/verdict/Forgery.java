package dev.doorward.core.verdict;

import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.route.Cors;
import java.util.Optional;

/** Requests which another site makes a browser send (Fetch Metadata §2.3, RFC 6265bis §8.2). */
public final class Forgery {
  private Forgery() {}

  /** C131: whether an unsafe request may have been made by another site. */
  public static boolean suspected(Trail trail) {
    if (trail.facts().method().safe()) {
      return false;
    }
    Fields f = trail.facts().fields();
    Cors cors = trail.route().cors();
    Optional<String> origin = f.first(Field.ORIGIN);
    Optional<String> site = f.first(Field.SEC_FETCH_SITE);
    if (site.isPresent()) {
      return switch (site.get()) {
        case "same-origin", "none" -> false;
        default -> origin.filter(cors::trusts).isEmpty();
      };
    }
    if (origin.isPresent()) {
      return !trail.asked(origin.get()) && !cors.trusts(origin.get());
    }
    return f.first(Field.REFERER).filter(r -> !isFrom(r, trail)).isPresent();
  }

  /** C195: whether a socket is opened by a page of another origin. */
  public static boolean foreign(Trail trail) {
    Fields f = trail.facts().fields();
    if (!f.has(Field.ORIGIN) || !ClientKind.isWebSocket(f)) {
      return false;
    }
    String origin = f.first(Field.ORIGIN).orElse("");
    return !trail.asked(origin) && !trail.route().cors().lists(origin);
  }

  /** Whether an address is one of the very host asked. */
  public static boolean isFrom(String url, Trail trail) {
    String asked = trail.asked().toString();
    return url.equals(asked) || url.startsWith(asked + "/");
  }
}
