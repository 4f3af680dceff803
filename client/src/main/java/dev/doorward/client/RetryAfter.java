package dev.doorward.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What {@code Retry-After} says (RFC 9110 §10.2.3).
 *
 * @param pause how long to wait; empty where the field is missing or cannot be read
 */
record RetryAfter(Optional<Duration> pause) {
  /** More digits are no pause that anybody would wait. */
  private static final int DIGITS = 9;

  static RetryAfter of(HttpHeaders fields, InstantSource clock) {
    return new RetryAfter(
        fields
            .firstValue("Retry-After")
            .map(String::strip)
            .flatMap(value -> isNumber(value) ? seconds(value) : until(value, fields, clock)));
  }

  private static boolean isNumber(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<Duration> seconds(String value) {
    return value.length() > DIGITS
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Long.parseLong(value)));
  }

  /** By the server's clock where it tells: ours may be wrong. */
  private static Optional<Duration> until(String value, HttpHeaders fields, InstantSource clock) {
    return date(value)
        .map(then -> {
          Instant now = fields.firstValue("Date").flatMap(RetryAfter::date).orElse(clock.instant());
          Duration pause = Duration.between(now, then);
          return pause.isNegative() ? Duration.ZERO : pause;
        });
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
