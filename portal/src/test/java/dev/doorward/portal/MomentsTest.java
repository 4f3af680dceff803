package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.portal.page.AccountPage.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT-5S, just now",
    "PT0S, just now",
    "PT59.9S, just now",
    "PT1M, 1 minute ago",
    "PT59M59S, 59 minutes ago",
    "PT1H, 1 hour ago",
    "PT23H59M, 23 hours ago",
    "P1D, 1 day ago",
    "P13DT23H, 13 days ago",
    "P14D, on 6 March 2026",
  })
  void byDistanceWhileItIsNear(Duration past, String said) {
    assertThat(Moments.of(NOW.minus(past), NOW).said()).isEqualTo(said);
  }

  @Test
  void inFullAndForMachines() {
    assertThat(Moments.of(Instant.parse("2026-03-05T09:07:08.900Z"), NOW))
        .isEqualTo(
            new Moment("2026-03-05T09:07:08Z", "5 March 2026, 09:07 UTC", "on 5 March 2026"));
  }
}
