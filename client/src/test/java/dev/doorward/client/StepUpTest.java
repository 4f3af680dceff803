package dev.doorward.client;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** RFC 9470: the person is asked once. */
class StepUpTest {
  private static final StepUp WANTED =
      new StepUp(List.of("urn:dw:mfa"), Optional.of(Duration.ofMinutes(5)), List.of());

  private final Source source = new Source();
  private final List<StepUp> asked = new CopyOnWriteArrayList<>();

  private String person(StepUp wanted) throws InterruptedException {
    asked.add(wanted);
    Thread.sleep(50);
    return "strong" + asked.size();
  }

  private static Door door() throws IOException {
    return new Door((exchange, a, number) -> {
      if (a.path().equals("/open") || a.authorization().startsWith("Bearer strong")) {
        Door.ok(exchange, a.body());
      } else {
        Door.problem(
            exchange,
            401,
            "insufficient_user_authentication",
            Map.of(
                "error",
                "insufficient_user_authentication",
                "acr_values",
                "urn:dw:mfa",
                "max_age",
                300));
      }
    });
  }

  @Test
  void onePersonIsAskedOnceForAllRequests() throws Exception {
    try (Door door = door()) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).stepUp(this::person).build();
      assertThat(
              Parallel.run(200, () -> client.send(door.post("/pay", "x"), ofString()).statusCode()))
          .containsOnly(200);
      assertThat(asked).containsExactly(WANTED);
      assertThat(source.asked).hasValue(1);
      assertThat(client.send(door.get("/pay"), ofString()).statusCode()).isEqualTo(200);
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void otherRoutesGoOnWhileThePersonSignsIn() throws Exception {
    try (Door door = door()) {
      var release = new java.util.concurrent.CountDownLatch(1);
      var reached = new java.util.concurrent.CountDownLatch(1);
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source)
              .stepUp(wanted -> {
                reached.countDown();
                release.await();
                return "strong";
              })
              .build();
      var pay = client.sendAsync(door.get("/pay"), ofString());
      reached.await();
      assertThat(client.send(door.get("/open"), ofString()).statusCode()).isEqualTo(200);
      assertThat(pay).isNotDone();
      release.countDown();
      assertThat(pay.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withoutAPersonItIsTold() throws Exception {
    try (Door door = door()) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThatThrownBy(() -> client.send(door.get("/pay"), ofString()))
          .isInstanceOfSatisfying(
              StepUpRequiredException.class, e -> assertThat(e.wanted()).isEqualTo(WANTED));
      assertThat(door.tokens()).containsExactly("token1");
      // The token is good for everything else.
      client.send(door.get("/open"), ofString());
      assertThat(source.asked).hasValue(1);
    }
  }

  @Test
  void aStepUpThatDoesNotReachItIsNotRepeated() throws Exception {
    try (Door door = door()) {
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source)
              .stepUp(wanted -> {
                asked.add(wanted);
                return "weak";
              })
              .build();
      assertThatThrownBy(() -> client.send(door.get("/pay"), ofString()))
          .isInstanceOf(StepUpRequiredException.class);
      assertThat(asked).hasSize(1);
      assertThat(door.tokens()).containsExactly("token1", "weak");
    }
  }

  @Test
  void aPersonWhoGivesUpEndsTheRequest() throws Exception {
    try (Door door = door()) {
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source)
              .stepUp(wanted -> {
                throw new IOException("closed the window");
              })
              .build();
      assertThatThrownBy(() -> client.send(door.get("/pay"), ofString()))
          .isInstanceOf(TokenUnavailableException.class)
          .hasMessage("the step-up gave no token")
          .hasRootCauseMessage("closed the window");
      assertThat(client.send(door.get("/open"), ofString()).statusCode()).isEqualTo(200);
      assertThat(source.asked).hasValue(1);
    }
  }

  @Test
  void differentStepUpsFollowEachOther() throws Exception {
    try (Door door =
        new Door((exchange, a, number) -> {
          String need = a.path().substring(1);
          if (a.authorization().endsWith(need)) {
            Door.ok(exchange, "");
          } else {
            Door.problem(
                exchange, 401, "insufficient_user_authentication", Map.of("acr_values", need));
          }
        })) {
      var atOnce = new java.util.concurrent.atomic.AtomicInteger();
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source)
              .stepUp(wanted -> {
                assertThat(atOnce.incrementAndGet()).isEqualTo(1);
                asked.add(wanted);
                Thread.sleep(30);
                atOnce.decrementAndGet();
                return wanted.acrValues().getFirst();
              })
              .build();
      var a = client.sendAsync(door.get("/a"), ofString());
      var b = client.sendAsync(door.get("/b"), ofString());
      assertThat(a.get().statusCode()).isEqualTo(200);
      assertThat(b.get().statusCode()).isEqualTo(200);
      assertThat(asked)
          .extracting(w -> w.acrValues().getFirst())
          .containsExactlyInAnyOrder("a", "b");
    }
  }
}
