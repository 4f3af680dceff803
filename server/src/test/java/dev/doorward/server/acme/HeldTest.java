package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Lifetime QUARTER = new Lifetime(BEGIN, BEGIN.plus(Duration.ofDays(90)));
  private static final Held GOOD = new Held(Optional.of(QUARTER), BEGIN, Optional.empty());

  private static Retry retry(Instant at, boolean asked) {
    return new Retry(3, BEGIN, at, asked);
  }

  @Test
  void whereThereIsNoneItIsAskedForAtOnce() {
    assertThat(Held.NOTHING.isDue(BEGIN)).isTrue();
  }

  @Test
  void aGoodOneIsLeftAloneUntilAThirdIsLeft() {
    assertThat(GOOD.isDue(QUARTER.renewAt().minusSeconds(1))).isFalse();
    assertThat(GOOD.isDue(QUARTER.renewAt())).isTrue();
  }

  @Test
  void afterAFailureItWaits() {
    Instant due = QUARTER.renewAt();
    Held failed = GOOD.failed(retry(due.plusSeconds(60), false));
    assertThat(failed.isDue(due)).isFalse();
    assertThat(failed.isDue(due.plusSeconds(60))).isTrue();
    assertThat(failed.failures()).isEqualTo(3);
    Held none = Held.NOTHING.failed(retry(BEGIN.plusSeconds(60), false));
    assertThat(none.isDue(BEGIN.plusSeconds(59))).isFalse();
    assertThat(none.isDue(BEGIN.plusSeconds(60))).isTrue();
  }

  @Test
  void oneThatIsOldWhenItComesIsNotAskedForInATightLoop() {
    Instant late = QUARTER.notAfter().plusSeconds(1);
    Held odd = new Held(Optional.of(QUARTER), late, Optional.empty());
    assertThat(odd.isDue(late)).isFalse();
    assertThat(odd.isDue(late.plus(Duration.ofMinutes(59)))).isFalse();
    assertThat(odd.isDue(late.plus(Duration.ofHours(1)))).isTrue();
  }

  @Test
  void changedSettingsAreTriedAtOnceUnlessTheCaSaidWhen() {
    Instant later = BEGIN.plusSeconds(600);
    Instant now = BEGIN.plusSeconds(10);
    assertThat(retry(later, false).sooner(now).at()).isEqualTo(now);
    assertThat(retry(later, false).sooner(now).failures()).isEqualTo(3);
    assertThat(retry(later, true).sooner(now).at()).isEqualTo(later);
    assertThat(retry(BEGIN, false).sooner(later).at()).isEqualTo(BEGIN);
  }

  @Test
  void changesWithoutEndDoNotMakeATightLoop() {
    Instant now = BEGIN;
    int attempts = 0;
    Held held = Held.NOTHING;
    while (now.isBefore(BEGIN.plus(Duration.ofHours(1)))) {
      if (held.isDue(now)) {
        attempts++;
        int count = held.failures() + 1;
        held =
            held.failed(
                new Retry(count, now, Backoff.next(now, count, 1, Optional.empty()), false));
      }
      now = now.plusSeconds(1);
      held = held.failed(held.retry().orElseThrow().sooner(now)); // a reload each second
    }
    assertThat(attempts).isBetween(5, 5 + 60 / 12);
  }

  @Test
  void aFailureIsReadBackAsItWasWrittenAndNothingElseIs() {
    Retry one = retry(Instant.parse("2026-02-03T04:05:06.789Z"), true);
    assertThat(Retry.parse(one.text())).contains(one);
    for (String other :
        new String[] {
          "",
          "failures=1",
          "failures=x last=2026-01-01T00:00:00Z at=2026-01-01T00:00:00Z asked=true",
          "failures=1 last=2026-01-01T00:00:00Z at=soon asked=true",
          "failures=1 last=2026-01-01T00:00:00Z at=2026-01-01T00:00:00Z asked=maybe",
          one.text() + one.text()
        }) {
      assertThat(Retry.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(RetryAfter.read("120", BEGIN)).contains(BEGIN.plusSeconds(120));
    assertThat(RetryAfter.read("Thu, 01 Jan 2026 00:02:00 GMT", BEGIN))
        .contains(BEGIN.plusSeconds(120));
    for (String other : new String[] {"", "-1", "soon", "99999999999", "1.5"}) {
      assertThat(RetryAfter.read(other, BEGIN)).as(other).isEmpty();
    }
  }
}
