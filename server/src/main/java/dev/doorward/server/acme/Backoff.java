package dev.doorward.server.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long to wait after failures in a row: a minute, doubled each time, at most six hours; up to a
 * fifth of it is left out at random, so that not all come back at once.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMinutes(1);
  static final Duration MOST = Duration.ofHours(6);

  /** No limit of a CA is longer; what asks for more is a mistake of its clock or ours. */
  static final Duration MOST_ASKED = Duration.ofDays(7);

  /** More doublings than it takes to reach the most. */
  private static final int DOUBLINGS = 16;

  private Backoff() {}

  /**
   * When to try again.
   *
   * @param failures in a row, this one included, from 1
   * @param random from 0 to 1
   * @param asked when the CA says so (Retry-After); never earlier than that
   */
  static Instant next(Instant now, int failures, double random, Optional<Instant> asked) {
    long doubled = FIRST.toMillis() << Math.clamp(failures - 1L, 0, DOUBLINGS);
    long whole = Math.min(doubled, MOST.toMillis());
    Instant own = now.plusMillis(whole - (long) (random * whole / 5));
    Instant latest = now.plus(MOST_ASKED);
    return asked.map(at -> at.isAfter(latest) ? latest : at).filter(own::isBefore).orElse(own);
  }
}
