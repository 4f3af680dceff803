package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Duration after(int failures, double random) {
    return Duration.between(NOW, Backoff.next(NOW, failures, random, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT1M",
    "2, PT2M",
    "3, PT4M",
    "8, PT2H8M",
    "9, PT4H16M",
    "10, PT6H",
    "11, PT6H",
    "1000000, PT6H",
    "2147483647, PT6H"
  })
  void aMinuteIsDoubledToSixHours(int failures, Duration whole) {
    assertThat(after(failures, 0)).isEqualTo(whole);
    assertThat(after(failures, 1)).isEqualTo(whole.multipliedBy(4).dividedBy(5));
    assertThat(after(failures, 0.5)).isEqualTo(whole.multipliedBy(9).dividedBy(10));
  }

  @Test
  void noMoreThanFiveAttemptsFallIntoTheFirstHalfHour() {
    // Let's Encrypt refuses a host after five failures in an hour, and gives one back in 12
    // minutes.
    Instant at = NOW;
    int attempts = 1;
    while (true) {
      at = Backoff.next(at, attempts, 1, Optional.empty());
      if (at.isAfter(NOW.plus(Duration.ofMinutes(24)))) {
        break;
      }
      attempts++;
    }
    assertThat(attempts).isLessThanOrEqualTo(5);
  }

  @Test
  void itIsNeverEarlierThanTheCaSays() {
    Instant hour = NOW.plus(Duration.ofHours(1));
    assertThat(Backoff.next(NOW, 1, 0, Optional.of(hour))).isEqualTo(hour);
    assertThat(Backoff.next(NOW, 1, 0, Optional.of(NOW.plusSeconds(5))))
        .isEqualTo(NOW.plusSeconds(60));
    assertThat(Backoff.next(NOW, 1, 0, Optional.of(NOW.plus(Duration.ofDays(4000)))))
        .isEqualTo(NOW.plus(Duration.ofDays(7)));
  }
}
