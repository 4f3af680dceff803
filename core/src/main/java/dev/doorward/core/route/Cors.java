package dev.doorward.core.route;

import java.time.Duration;
import java.util.Set;

/** Who answers scripts of other origins (Fetch, CORS protocol). */
public sealed interface Cors {
  /** The application does. */
  enum Upstream implements Cors {
    UPSTREAM
  }

  /**
   * We do.
   *
   * @param origins listed literally, {@code null} too
   */
  record Listed(Set<String> origins, boolean credentials, Duration maxAge) implements Cors {}

  /** Whether Doorward owns CORS here. */
  default boolean isOurs() {
    return this instanceof Listed;
  }

  /** Whether that origin is on our list. */
  default boolean lists(String origin) {
    return this instanceof Listed(var origins, _, _) && origins.contains(origin);
  }

  /** Whether that origin is on our list and may send credentials. */
  default boolean trusts(String origin) {
    return this instanceof Listed(var origins, var credentials, _)
        && credentials
        && origins.contains(origin);
  }
}
