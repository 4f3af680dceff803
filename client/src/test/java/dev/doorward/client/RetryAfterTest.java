package dev.doorward.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void secondsAreSeconds() {
    assertThat(pause("0", null)).contains(Duration.ZERO);
    assertThat(pause("7", null)).contains(Duration.ofSeconds(7));
    assertThat(pause("000000120", null)).contains(Duration.ofMinutes(2));
  }

  @Test
  void aDateIsMeasuredByTheServersClockWhereItTells() {
    String then = "Thu, 01 Jan 2026 00:01:00 GMT";
    assertThat(pause(then, null)).contains(Duration.ofMinutes(1));
    assertThat(pause(then, "Thu, 01 Jan 2026 00:00:50 GMT")).contains(Duration.ofSeconds(10));
    assertThat(pause(then, "Thu, 01 Jan 2026 01:00:00 GMT")).contains(Duration.ZERO);
    assertThat(pause(then, "yesterday")).contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5", "soon", "1234567890", "١", "Thu, 99 Jan 2026 00:00:00 GMT"})
  void whatCannotBeReadIsNoPause(String value) {
    assertThat(pause(value, null)).isEmpty();
  }

  @Test
  void nothingIsNoPause() {
    assertThat(pause(null, null)).isEmpty();
  }

  private static Optional<Duration> pause(@Nullable String value, @Nullable String date) {
    Map<String, List<String>> fields = new HashMap<>();
    if (value != null) {
      fields.put("Retry-After", List.of(value));
    }
    if (date != null) {
      fields.put("Date", List.of(date));
    }
    return RetryAfter.of(HttpHeaders.of(fields, (n, v) -> true), () -> NOW).pause();
  }
}
