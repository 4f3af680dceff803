package dev.doorward.server.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one host's certificate.
 *
 * @param lifetime of the one the CA gave; empty while there is none
 * @param got when it came
 * @param retry where the last attempt failed
 */
record Held(Optional<Lifetime> lifetime, Instant got, Optional<Retry> retry) {
  /** No certificate is asked for more often, however short it is or wrong a clock. */
  static final Duration LEAST = Duration.ofHours(1);

  static final Held NOTHING = new Held(Optional.empty(), Instant.EPOCH, Optional.empty());

  /** When the CA is asked next. */
  Instant next() {
    Instant due = lifetime.map(Lifetime::renewAt).orElse(Instant.MIN);
    Instant least = lifetime.isPresent() ? got.plus(LEAST) : Instant.MIN;
    Instant wanted = due.isAfter(least) ? due : least;
    return retry.map(Retry::at).filter(wanted::isBefore).orElse(wanted);
  }

  boolean isDue(Instant now) {
    return !now.isBefore(next());
  }

  boolean isNearEnd(Instant now) {
    return lifetime.filter(l -> l.isNearEnd(now)).isPresent();
  }

  Held failed(Retry next) {
    return new Held(lifetime, got, Optional.of(next));
  }

  int failures() {
    return retry.map(Retry::failures).orElse(0);
  }
}
