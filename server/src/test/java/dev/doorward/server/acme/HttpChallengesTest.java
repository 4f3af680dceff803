package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.http.Connection;
import dev.doorward.http.Exchange;
import dev.doorward.http.Fault;
import dev.doorward.http.Handler;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.http.Version;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what a CA asks for is answered before the door. */
class HttpChallengesTest {
  private static final String PATH = "/.well-known/acme-challenge/";
  private static final Reply.Whole DOOR = new Reply.Whole(404, Headers.of(), new byte[0]);

  private final HttpChallenges challenges = new HttpChallenges();
  private final Handler before = challenges.before(new Door());

  @BeforeEach
  void given() {
    challenges.put("app.test", "token", "token.thumbprint");
  }

  private Reply ask(String method, String host, String target, boolean tls) {
    InetSocketAddress at = new InetSocketAddress("127.0.0.1", 80);
    return java.util.Objects.requireNonNull(
        before.immediately(
            new RequestHead(
                method,
                target,
                Version.HTTP_1_1,
                Headers.of("Host", host),
                new Connection(at, at, tls, Optional.empty()))));
  }

  @ParameterizedTest
  @CsvSource({"GET, app.test", "HEAD, app.test", "GET, App.Test", "GET, app.test:80"})
  void theTokenIsAnsweredToWhoAsksByThatName(String method, String host) {
    Reply.Whole answer = (Reply.Whole) ask(method, host, PATH + "token", false);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).isEqualTo("token.thumbprint");
    assertThat(answer.headers().first("content-type")).contains("application/octet-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, other.test, /.well-known/acme-challenge/token, false",
    "GET, app.test, /.well-known/acme-challenge/other, false",
    "GET, app.test, /.well-known/acme-challenge/, false",
    "GET, app.test, /.well-known/acme-challenge/token/, false",
    "GET, app.test, /.well-known/acme-challenge/token?a=b, false",
    "GET, app.test, /.well-known/acme-challenge/x/../token, false",
    "GET, app.test, /.well-known/acme-challenge/%74oken, false",
    "POST, app.test, /.well-known/acme-challenge/token, false",
    "GET, app.test, /.well-known/acme-challenge/token, true",
    "GET, app.test, /, false",
  })
  void everythingElseIsTheDoors(String method, String host, String target, boolean tls) {
    assertThat(ask(method, host, target, tls)).isSameAs(DOOR);
  }

  @Test
  void afterTheValidationItIsTheDoorsToo() {
    challenges.remove("app.test", "token");
    assertThat(ask("GET", "app.test", PATH + "token", false)).isSameAs(DOOR);
  }

  private static final class Door implements Handler {
    @Override
    public Reply immediately(RequestHead head) {
      return DOOR;
    }

    @Override
    public Reply handle(Exchange exchange) {
      return DOOR;
    }

    @Override
    public Reply.Whole faulty(RequestHead head, Fault fault) {
      return DOOR;
    }

    @Override
    public Reply.Whole failed(RequestHead head, Throwable bug) {
      return DOOR;
    }
  }
}
