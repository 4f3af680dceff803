package dev.doorward.client;

import static java.net.http.HttpResponse.BodyHandlers.ofInputStream;
import static java.net.http.HttpResponse.BodyHandlers.ofLines;
import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose answer it is: the application's passes as it is, Doorward's is told. */
class PassingTest {
  private final Source source = new Source();

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 304, 400, 401, 403, 404, 409, 425, 429, 500, 502, 503})
  void theApplicationsAnswerPassesWhateverItsStatus(int status) throws Exception {
    String body = status == 304 ? "" : "{\"status\":" + status + "}";
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.getResponseHeaders().set("Retry-After", "0");
          exchange.getResponseHeaders().set("X-Request-Id", "an id");
          Door.challenge(exchange, "Bearer error=\"invalid_token\"");
          Door.send(exchange, status, body);
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      HttpResponse<String> response = client.send(door.post("/", "x"), ofString());
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).isEqualTo(body);
      assertThat(response.headers().firstValue("X-Request-Id")).contains("an id");
      assertThat(response.uri()).isEqualTo(door.url("/"));
      assertThat(response.request().headers().firstValue("Authorization")).isEmpty();
      assertThat(door.asked()).hasSize(1);
    }
  }

  @Test
  void aProblemDocumentOfTheApplicationPassesToo() throws Exception {
    for (int length :
        List.of(0, 1, 500, AnswerSubscriber.LONGEST, AnswerSubscriber.LONGEST + 1, 3_000_000)) {
      String body = "line\n".repeat(length / 5) + "x".repeat(length % 5);
      try (Door door =
          new Door((exchange, asked, number) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.getResponseHeaders().set("X-Request-Id", "an id");
            Door.send(exchange, 401, body);
          })) {
        DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
        assertThat(client.send(door.get("/"), ofString()).body()).isEqualTo(body);
        try (var in = client.send(door.get("/"), ofInputStream()).body()) {
          assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(body);
        }
        try (Stream<String> lines = client.send(door.get("/"), ofLines()).body()) {
          assertThat(lines.toList()).isEqualTo(body.lines().toList());
        }
        assertThat(client.send(door.get("/"), HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(401);
        assertThat(door.asked()).hasSize(4);
      }
    }
  }

  @Test
  void aDocumentLongerThanAnyOfDoorwardsIsNotOne() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) ->
            Door.problem(
                exchange,
                401,
                "invalid_token",
                Map.of("x", "y".repeat(AnswerSubscriber.LONGEST))))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThat(client.send(door.get("/"), ofString()).body()).endsWith("y\"}");
      assertThat(door.asked()).hasSize(1);
    }
  }

  @Test
  void aHandlerWhichThrowsIsTold() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
          exchange.getResponseHeaders().set("X-Request-Id", "an id");
          Door.send(exchange, 500, "{}");
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThatThrownBy(() ->
              client.send(
                  door.get("/"),
                  info -> {
                    throw new IllegalStateException("no");
                  }))
          .hasRootCauseMessage("no");
    }
  }

  @Test
  void a403IsSentOnceAndTold() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) ->
            Door.problem(
                exchange,
                403,
                "insufficient_scope",
                Map.of("error", "insufficient_scope", "scope", "a:read a:write")))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
          .isInstanceOfSatisfying(
              ForbiddenException.class,
              e -> assertThat(e.problem().scopes()).containsExactly("a:read", "a:write"));
      assertThat(door.asked()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401,invalid_credentials,UnauthenticatedException",
    "403,forbidden,ForbiddenException",
    "403,account_suspended,ForbiddenException",
    "403,action_required,ForbiddenException",
    "404,not_found,RefusedException",
    "421,misdirected,RefusedException",
    "431,header_too_large,RefusedException",
    "500,internal_error,RefusedException",
    "502,upstream_unreachable,RefusedException",
    "504,upstream_timeout,RefusedException",
    "418,of_a_later_release,RefusedException"
  })
  void whatARepeatWouldNotMendIsSentOnceAndTold(int status, String name, String type)
      throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Retry-After", "0");
          Door.problem(
              exchange, status, name, Map.of("action", "/.doorward/password", "field", "Cookie"));
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThatThrownBy(() -> client.send(door.get("/"), ofString()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.getClass().getSimpleName()).isEqualTo(type);
                assertThat(e.problem().name()).isEqualTo(name);
                assertThat(e.problem().status()).isEqualTo(status);
                assertThat(e.problem().title()).isEqualTo("A title");
                assertThat(e.problem().action()).contains(URI.create("/.doorward/password"));
                assertThat(e.problem().field()).contains("Cookie");
              });
      assertThat(door.asked()).hasSize(1);
    }
  }
}
