package dev.doorward.server.acme;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** {@code Retry-After} of an answer (RFC 9110 §10.2.3). */
final class RetryAfter {
  private RetryAfter() {}

  /** Seconds from now, or a date; empty for what is neither. */
  static Optional<Instant> read(String value, Instant now) {
    String text = value.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(now.plusSeconds(Long.parseLong(text)));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
