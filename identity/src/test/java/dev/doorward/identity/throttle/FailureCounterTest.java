package dev.doorward.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureCounterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Rate THREE = new Rate(3, Duration.ofMinutes(5));

  private final FailureCounter counter = new FailureCounter();

  @Test
  void theNewestOfMoreThanItCountsDecide() {
    for (int i = 0; i < 10; i++) {
      counter.count("key", THREE, NOON.plusSeconds(i));
    }
    assertThat(counter.wait("key", THREE, NOON.plusSeconds(10))).contains(Duration.ofSeconds(297));
    assertThat(counter.wait("key", THREE, NOON.plusSeconds(307))).isEmpty();
  }

  @Test
  void aFailureOfALongWindowOutlivesOthersOfAShortOne() {
    Rate once = new Rate(1, Duration.ofHours(1));
    counter.count("long", once, NOON);
    for (int i = 0; i < 1000; i++) {
      counter.count("short " + i, THREE, NOON.plusSeconds(i));
    }
    assertThat(counter.wait("long", once, NOON.plusSeconds(1000)))
        .contains(Duration.ofSeconds(2600));
  }

  @Test
  void ofVeryManyFailuresTheKeyLongestUntouchedIsForgotten() {
    Rate many = new Rate(300, Duration.ofMinutes(5));
    counter.count("first", THREE, NOON);
    for (int key = 0; key < 7000; key++) {
      for (int i = 0; i < 300; i++) {
        counter.count("key " + key, many, NOON);
      }
    }
    Rate once = new Rate(1, Duration.ofMinutes(5));
    assertThat(counter.wait("first", once, NOON)).isEmpty();
    assertThat(counter.wait("key 0", many, NOON)).isEmpty();
    assertThat(counter.wait("key 6999", many, NOON)).isPresent();
  }
}
