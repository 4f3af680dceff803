package dev.doorward.server.acme;

import java.time.Instant;
import java.util.Optional;

/** Why there is no certificate, and what to do. */
final class AcmeFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String remedy;
  private final transient Optional<Instant> retryAfter;
  private final boolean unreachable;

  AcmeFailure(String why, String remedy) {
    this(why, remedy, Optional.empty());
  }

  /** With the earliest time for another attempt, by the CA's own word. */
  AcmeFailure(String why, String remedy, Optional<Instant> retryAfter) {
    this(why, remedy, retryAfter, false);
  }

  private AcmeFailure(
      String why, String remedy, Optional<Instant> retryAfter, boolean unreachable) {
    super(why);
    this.remedy = remedy;
    this.retryAfter = retryAfter;
    this.unreachable = unreachable;
  }

  /** The CA did not answer at all. */
  static AcmeFailure unreachable(String why, String remedy) {
    return new AcmeFailure(why, remedy, Optional.empty(), true);
  }

  String remedy() {
    return remedy;
  }

  /** Whether another host would fare the same just now. */
  boolean isUnreachable() {
    return unreachable;
  }

  Optional<Instant> retryAfter() {
    return retryAfter;
  }
}
