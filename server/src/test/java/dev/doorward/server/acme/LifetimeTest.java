package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifetimeTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static Lifetime days(int days) {
    return new Lifetime(BEGIN, BEGIN.plus(Duration.ofDays(days)));
  }

  @Test
  void itIsRenewedWhenAThirdIsLeft() {
    assertThat(days(90).renewAt()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
    assertThat(days(6).renewAt()).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    // of 90 days, after so many hours: a sixth is 15 days
    "90, 1440, false",
    "90, 1799, false",
    "90, 1800, false",
    "90, 1801, true",
    "90, 2160, true",
    "90, 3000, true",
    // of 6 days, where a week is never left: from when it should have been renewed
    "6, 0, false",
    "6, 95, false",
    "6, 96, true",
    // of 30 days: a week is more than a sixth
    "30, 551, false",
    "30, 553, true",
  })
  void peopleAreToldWhenASixthOrAWeekIsLeft(int days, int hours, boolean told) {
    assertThat(days(days).isNearEnd(BEGIN.plus(Duration.ofHours(hours)))).isEqualTo(told);
  }

  @Test
  void itIsOverAtItsEnd() {
    assertThat(days(1).isOver(BEGIN.plus(Duration.ofDays(1)).minusSeconds(1))).isFalse();
    assertThat(days(1).isOver(BEGIN.plus(Duration.ofDays(1)))).isTrue();
    assertThat(days(1).left(BEGIN.plus(Duration.ofDays(2)))).isEqualTo(Duration.ofDays(-1));
  }

  @Test
  void oneThatEndsBeforeItBeginsIsDueAtOnce() {
    Lifetime odd = new Lifetime(BEGIN, BEGIN.minusSeconds(5));
    assertThat(odd.renewAt()).isEqualTo(BEGIN.minusSeconds(5));
  }
}
