package dev.doorward.client;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** 401: one fresh token, however many want it, and each request once more. */
class RefreshTest {
  private static void invalidUnless(HttpExchange exchange, Door.Asked asked, String good)
      throws IOException {
    if (asked.authorization().equals("Bearer " + good)) {
      Door.ok(exchange, asked.body() + "!");
    } else {
      Door.problem(exchange, 401, "invalid_token");
    }
  }

  @Test
  void oneRefreshForTwoHundredRequests() throws Exception {
    Source source = new Source(50);
    try (Door door =
        new Door((exchange, asked, number) -> invalidUnless(exchange, asked, "token1"))) {
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source).startingWith("expired").build();
      List<Integer> statuses =
          Parallel.run(200, () -> client.send(door.get("/"), ofString()).statusCode());
      assertThat(statuses).hasSize(200).containsOnly(200);
      assertThat(source.asked).hasValue(1);
      assertThat(door.tokens().stream().filter("token1"::equals)).hasSize(200);
      assertThat(door.tokens().stream().filter("expired"::equals)).hasSizeLessThanOrEqualTo(200);
    }
  }

  @Test
  void aRequestWhichComesLateWithTheOldTokenAsksNobody() throws Exception {
    Source source = new Source();
    CountDownLatch slowArrived = new CountDownLatch(1);
    CountDownLatch refreshed = new CountDownLatch(1);
    try (Door door =
            new Door((exchange, asked, number) -> {
              if (asked.path().equals("/slow") && asked.authorization().endsWith("expired")) {
                slowArrived.countDown();
                refreshed.await();
              }
              invalidUnless(exchange, asked, "token1");
            });
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      DoorwardClient client =
          DoorwardClient.to(door.url("/"), source).startingWith("expired").build();
      Future<HttpResponse<String>> slow =
          executor.submit(() -> client.send(door.get("/slow"), ofString()));
      slowArrived.await();
      assertThat(client.send(door.get("/fast"), ofString()).statusCode()).isEqualTo(200);
      refreshed.countDown();
      assertThat(slow.get().statusCode()).isEqualTo(200);
      assertThat(source.asked).hasValue(1);
      assertThat(door.asked()).hasSize(4);
    }
  }

  @Test
  void theSourceIsAskedFirstWhereNoTokenIsAtHand() throws Exception {
    Source source = new Source(20);
    try (Door door =
        new Door((exchange, asked, number) -> invalidUnless(exchange, asked, "token1"))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThat(Parallel.run(50, () -> client.send(door.get("/"), ofString()).statusCode()))
          .containsOnly(200);
      assertThat(source.asked).hasValue(1);
      assertThat(door.asked()).hasSize(50);
    }
  }

  @Test
  void aSecond401IsTold() throws Exception {
    Source source = new Source();
    try (Door door =
        new Door((exchange, asked, number) -> invalidUnless(exchange, asked, "none"))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
          .isInstanceOfSatisfying(
              UnauthenticatedException.class,
              e -> {
                assertThat(e.problem().name()).isEqualTo("invalid_token");
                assertThat(e).hasMessageContaining(e.problem().requestId());
                assertThat(e.toString()).doesNotContain("token1").doesNotContain("token2");
              });
      assertThat(door.tokens()).containsExactly("token1", "token2");
      assertThat(source.asked).hasValue(2);
      // Both were refused; the next request does not send them again.
      assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
          .isInstanceOf(UnauthenticatedException.class);
      assertThat(door.tokens()).containsExactly("token1", "token2", "token3", "token4");
    }
  }

  @Test
  void aBodyIsSentAgainWhereItCanBe() throws Exception {
    Source source = new Source();
    try (Door door =
        new Door((exchange, asked, number) -> invalidUnless(exchange, asked, "token2"))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThat(client.send(door.post("/", "pay"), ofString()).body()).isEqualTo("pay!");
      assertThat(door.asked()).extracting(Door.Asked::body).containsExactly("pay", "pay");
    }
  }

  @Test
  void aBodyWhichCannotBeSentAgainIsNotAndTheNextRequestHasTheFreshToken() throws Exception {
    Source source = new Source();
    var stream = new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8));
    try (Door door =
        new Door((exchange, asked, number) -> invalidUnless(exchange, asked, "token2"))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      HttpRequest upload =
          door.request("/").POST(HttpRequest.BodyPublishers.ofInputStream(() -> stream)).build();
      assertThatThrownBy(() -> client.send(upload, ofString()))
          .isInstanceOf(UnauthenticatedException.class);
      assertThat(door.asked()).hasSize(1);
      assertThat(client.send(door.get("/"), ofString()).statusCode()).isEqualTo(200);
      assertThat(door.tokens()).containsExactly("token1", "token2");
    }
  }

  @Test
  void theCallerMaySayWhetherABodyCanBeSentAgain() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          if (number % 2 == 1) {
            Door.problem(exchange, 401, "invalid_token");
          } else {
            Door.ok(exchange, asked.body());
          }
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), new Source()).build();
      HttpRequest again =
          door.request("/")
              .POST(
                  Bodies.repeatable(
                      HttpRequest.BodyPublishers.ofInputStream(
                          () -> new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)))))
              .build();
      assertThat(client.send(again, ofString()).body()).isEqualTo("x");
      HttpRequest once =
          door.request("/").POST(Bodies.once(HttpRequest.BodyPublishers.ofString("y"))).build();
      assertThatThrownBy(() -> client.send(once, ofString()))
          .isInstanceOf(UnauthenticatedException.class);
      assertThat(door.asked()).hasSize(3);
    }
  }

  @Test
  void aSourceWhichFailsFailsThoseWhoWaitAndIsAskedAgainByTheNext() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    TokenSource source =
        () -> {
          Thread.sleep(50);
          if (asked.incrementAndGet() == 1) {
            throw new IOException("the token endpoint is away");
          }
          return "token1";
        };
    try (Door door = new Door((exchange, a, number) -> invalidUnless(exchange, a, "token1"))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      List<Boolean> failed =
          Parallel.run(
              20,
              () -> {
                try {
                  client.send(door.get("/"), ofString());
                  return false;
                } catch (TokenUnavailableException e) {
                  assertThat(e).hasRootCauseMessage("the token endpoint is away");
                  return true;
                }
              });
      assertThat(failed).containsOnly(true);
      assertThat(door.asked()).isEmpty();
      assertThat(client.send(door.get("/"), ofString()).statusCode()).isEqualTo(200);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void whatIsNoTokenIsNotSent() throws Exception {
    try (Door door = new Door((exchange, asked, number) -> Door.ok(exchange, ""))) {
      for (String wrong : List.of("", "a b", "a\r\nX: y", "ä", "=", "a=b")) {
        DoorwardClient client = DoorwardClient.to(door.url("/"), () -> wrong).build();
        assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
            .isInstanceOf(TokenUnavailableException.class)
            .hasRootCauseMessage("this is no access token (RFC 6750 §2.1)");
        assertThatThrownBy(() -> DoorwardClient.to(door.url("/"), () -> "x").startingWith(wrong))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(door.asked()).isEmpty();
    }
  }

  @Test
  void aSourceWhichUsesTheClientThatAsksItIsToldInsteadOfWaitingForItself() throws Exception {
    try (Door door = new Door((exchange, asked, number) -> Door.ok(exchange, ""))) {
      DoorwardClient[] self = new DoorwardClient[1];
      self[0] =
          DoorwardClient.to(
                  door.url("/"),
                  () -> {
                    try {
                      return self[0].send(door.get("/token"), ofString()).body();
                    } catch (ProblemException e) {
                      throw new IOException(e);
                    }
                  })
              .build();
      assertThatThrownBy(() -> self[0].send(door.get("/"), ofString()))
          .isInstanceOf(TokenUnavailableException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void authenticationRequiredAsksForATokenOnlyWhereOneWouldBeTaken() throws Exception {
    Source source = new Source();
    try (Door door =
        new Door((exchange, asked, number) -> {
          boolean takesTokens = asked.path().equals("/tokens");
          Door.challenge(
              exchange,
              takesTokens
                  ? "Basic realm=\"x\", charset=\"UTF-8\", Bearer realm=\"x\""
                  : "Session login_uri=\"https://x\", realm=\"Bearer\"");
          Door.problem(exchange, 401, "authentication_required");
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThatThrownBy(() -> client.send(door.get("/cookies"), ofString()))
          .isInstanceOf(UnauthenticatedException.class);
      assertThat(door.tokens()).containsExactly("token1");
      assertThatThrownBy(() -> client.send(door.get("/tokens"), ofString()))
          .isInstanceOf(UnauthenticatedException.class);
      assertThat(door.tokens()).containsExactly("token1", "token1", "token2");
    }
  }

  @Test
  void headHasNoBodyAndIsRepeatedByItsFields() throws Exception {
    Source source = new Source();
    try (Door door =
        new Door((exchange, asked, number) -> {
          if (asked.authorization().endsWith("token2")) {
            Door.ok(exchange, "");
          } else {
            Door.challenge(exchange, "Bearer error=\"invalid_token\", realm=\"x\"");
            Door.problem(exchange, 401, "invalid_token");
          }
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      HttpRequest head = door.request("/").HEAD().build();
      assertThat(client.send(head, ofString()).statusCode()).isEqualTo(200);
      assertThat(door.tokens()).containsExactly("token1", "token2");
    }
  }

  @Test
  void headIsHandedBackWhereNothingHelps() throws Exception {
    Source source = new Source();
    try (Door door =
        new Door((exchange, asked, number) -> {
          Door.challenge(exchange, "Bearer error=\"invalid_token\", realm=\"x\"");
          Door.problem(exchange, 401, "invalid_token");
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      HttpRequest head = door.request("/").HEAD().build();
      assertThat(client.send(head, ofString()).statusCode()).isEqualTo(401);
      assertThat(door.asked()).hasSize(2);
    }
  }
}
