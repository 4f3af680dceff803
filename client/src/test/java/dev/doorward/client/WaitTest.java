package dev.doorward.client;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 429, 503 and 425: again, as told. */
class WaitTest {
  private final Source source = new Source();

  @ParameterizedTest
  @CsvSource({"429,too_many_attempts", "503,auth_backend_unavailable", "503,overloaded"})
  void itWaitsAsToldAndKeepsItsToken(int status, String name) throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          if (number == 1) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            Door.problem(exchange, status, name);
          } else {
            Door.ok(exchange, asked.body());
          }
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      long begin = System.nanoTime();
      assertThat(client.send(door.post("/", "x"), ofString()).body()).isEqualTo("x");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
      assertThat(door.tokens()).containsExactly("token1", "token1");
      assertThat(source.asked).hasValue(1);
    }
  }

  @Test
  void aDateIsWaitedFor() throws Exception {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    try (Door door =
        new Door((exchange, asked, number) -> {
          if (number == 1) {
            // The JDK's server sets Date by itself, so that the date is in the past for it.
            exchange.getResponseHeaders().set("Retry-After", "Thu, 01 Jan 2026 00:00:01 GMT");
            Door.problem(exchange, 503, "overloaded");
          } else {
            Door.ok(exchange, "");
          }
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).clock(() -> now).build();
      assertThat(client.send(door.get("/"), ofString()).statusCode()).isEqualTo(200);
      assertThat(door.asked()).hasSize(2);
    }
  }

  @Test
  void itDoesNotBeginToWaitForLongerThanItMay() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Retry-After", "61");
          Door.problem(exchange, 429, "too_many_attempts");
        })) {
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source).patience(Duration.ofSeconds(60), 5).build();
      assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
          .isInstanceOfSatisfying(
              TryLaterException.class,
              e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(61)));
      assertThat(door.asked()).hasSize(1);
    }
  }

  @Test
  void allPausesTogetherAreBounded() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          Door.problem(exchange, 503, "overloaded");
        })) {
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source).patience(Duration.ofMillis(1500), 5).build();
      assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
          .isInstanceOf(TryLaterException.class);
      assertThat(door.asked()).hasSize(2);
    }
  }

  @Test
  void repeatsAreBounded() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Retry-After", "0");
          Door.problem(exchange, 503, "overloaded");
        })) {
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source).patience(Duration.ofHours(1), 4).build();
      assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
          .isInstanceOf(TryLaterException.class);
      assertThat(door.asked()).hasSize(5);
    }
  }

  @Test
  void withoutAPauseThatCanBeReadItDoesNotRepeat() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          if (number > 1) {
            exchange.getResponseHeaders().set("Retry-After", "soon");
          }
          Door.problem(exchange, 503, "overloaded");
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      for (int i = 1; i <= 2; i++) {
        assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
            .isInstanceOfSatisfying(
                TryLaterException.class, e -> assertThat(e.retryAfter()).isEmpty());
        assertThat(door.asked()).hasSize(i);
      }
    }
  }

  @Test
  void tooEarlyIsRepeatedOnce() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          if (number == 1 || asked.path().equals("/always")) {
            Door.problem(exchange, 425, "too_early");
          } else {
            Door.ok(exchange, asked.body());
          }
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThat(client.send(door.post("/", "x"), ofString()).body()).isEqualTo("x");
      assertThat(door.asked()).hasSize(2);
      assertThatThrownBy(() -> client.send(door.get("/always"), ofString()))
          .isInstanceOf(RefusedException.class);
      assertThat(door.asked()).hasSize(4);
    }
  }

  @Test
  void aBodyWhichCannotBeSentAgainIsNotWaitedFor() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Retry-After", "20");
          Door.problem(exchange, 503, "overloaded");
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      HttpRequest once =
          door.request("/").POST(Bodies.once(HttpRequest.BodyPublishers.ofString("x"))).build();
      long begin = System.nanoTime();
      assertThatThrownBy(() -> client.send(once, ofString())).isInstanceOf(TryLaterException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
      assertThat(door.asked()).hasSize(1);
    }
  }
}
