package dev.doorward.server.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when until when a certificate is good, and what follows from it. */
record Lifetime(Instant notBefore, Instant notAfter) {
  private static final Duration WEEK = Duration.ofDays(7);

  static Lifetime of(X509Certificate certificate) {
    return new Lifetime(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  /** When a third of it is left: it is renewed from then on. */
  Instant renewAt() {
    return notAfter.minus(whole().dividedBy(3)).truncatedTo(ChronoUnit.SECONDS);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(notAfter);
  }

  /** What is left; negative where it is over. */
  Duration left(Instant now) {
    return Duration.between(now, notAfter);
  }

  /**
   * Whether people should look at it: it should have been renewed, and less than a sixth or less
   * than a week is left.
   */
  boolean isNearEnd(Instant now) {
    Duration left = left(now);
    return !now.isBefore(renewAt())
        && (left.compareTo(whole().dividedBy(6)) < 0 || left.compareTo(WEEK) < 0);
  }

  private Duration whole() {
    Duration whole = Duration.between(notBefore, notAfter);
    return whole.isNegative() ? Duration.ZERO : whole;
  }
}
