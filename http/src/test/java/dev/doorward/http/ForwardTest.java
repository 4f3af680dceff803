package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that go to an application. */
class ForwardTest extends BetweenTwo {
  @Test
  void anExchangeAndItsConnectionUsedAgain() throws Exception {
    wire.send("GET /app?a=b HTTP/1.1\r\nHost: a\r\nConnection: x-gone\r\nX-Gone: 1\r\n\r\n");
    Wire upstream = app.accept();
    assertThat(upstream.head())
        .isEqualTo("GET /app?a=b HTTP/1.1\r\nHost: a\r\nX-Doorward-User: alice\r\n\r\n");
    upstream.send("HTTP/1.1 200 Whatever\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello");
    assertThat(wire.answer())
        .startsWith("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nX-Seen: yes\r\nDate: ")
        .endsWith("Content-Length: 5\r\n\r\nhello");
    wire.send("POST /deep HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    assertThat(upstream.answer()).endsWith("abc");
    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    upstream.send("3\r\nabc\r\n0\r\nX-Sum: 1\r\nSet-Cookie: x\r\n\r\n");
    assertThat(wire.answer()).endsWith("\r\n\r\nabc|X-Sum: 1");
    assertThat(app.connections()).isZero();
  }

  private static String get(String path, String lines) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
  }

  private String answered(String octets) throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send(octets);
    upstream.socket.shutdownOutput();
    return wire.answer();
  }

  /** As many refuse what is too large for them: the rest of it can no longer be written. */
  @Test
  void anAnswerWhichCameBeforeTheContentWasTakenPasses() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Wire sending = started.connect()) {
        Thread.ofVirtual()
            .start(() -> {
              try {
                sending.send("POST /app HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
                sending.send(new byte[2_000_000]);
              } catch (IOException _) {
                // refused
              }
            });
        try (Wire upstream = app.accept()) {
          upstream.head();
          upstream.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nlarge");
        }
        assertThat(sending.answer()).startsWith("HTTP/1.1 413 ").endsWith("large");
      }
    }
  }

  @Test
  void hopByHopFieldsAndBarredTrailersDoNotPass() throws Exception {
    wire.send(
        "POST /app HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, X-Doorward-User, te\r\n"
            + "Keep-Alive: 1\r\nProxy-Connection: x\r\nTE: trailers\r\nUpgrade: h2c\r\n"
            + "Proxy-Authorization: Basic eA==\r\nX-Doorward-User: root\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n2;x\r\nhi\r\n0\r\nX-Doorward-User: root\r\n"
            + "X_Forwarded_For: 1\r\nX.doorward.user: root\r\nauthorization: x\r\nHOST: b\r\n"
            + "Cookie: x\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nX-Sum: 1\r\n\r\n");
    Wire upstream = app.accept();
    assertThat(upstream.answer())
        .isEqualTo(
            "POST /app HTTP/1.1\r\nHost: a\r\nX-Doorward-User: alice\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nhi|X-Sum: 1"); // C327
    upstream.send(
        "HTTP/1.1 200 OK\r\nConnection: X-Mine\r\nX-Mine: 1\r\nKeep-Alive: timeout=5\r\n"
            + "Proxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.answer()).doesNotContain("X-Mine", "Keep-Alive", "Connection", "Proxy");
  }

  @Test
  void c256_noSpellingOfANameOfOursPassesAsATrailer() throws Exception {
    wire.send(
        "POST /app HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
            + "X~Doorward!User: root\r\nRemote-User: root\r\nX-Auth-Request-User: root\r\n"
            + "X-WebAuth-User: root\r\nX_Remote_User: root\r\nX-authentik-username: root\r\n"
            + "X-HTTP-Method-Override: DELETE\r\nX-HTTP-Method: DELETE\r\n"
            + "X-Method-Override: DELETE\r\nX-Real-IP: 192.0.2.1\r\nX-Original-URL: /\r\nX-Rewrite-URL: /\r\n"
            + "Proxy: x\r\nX-Sum: 1\r\n\r\n");
    assertThat(app.accept().answer()).endsWith("\r\n\r\n|X-Sum: 1");
  }

  @Test
  void whatWaitsForAnAnswersEndIsAskedOnTheSameConnection() throws Exception {
    wire.send(get("/app", "") + get("/now", "") + get("/app", "") + get("/app", ""));
    Wire upstream = app.accept();
    for (String text : List.of("a", "b", "c")) {
      upstream.head();
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + text);
      assertThat(wire.answer()).startsWith("HTTP/1.1 200 OK").endsWith(text);
      if (text.equals("a")) {
        assertThat(wire.answer()).endsWith("now");
      }
    }
  }

  @Test
  void answersWithoutContentAreFramedSo() throws Exception {
    wire.send("HEAD /app HTTP/1.1\r\nHost: a\r\n\r\n");
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
    assertThat(wire.head()).contains("Content-Length: 500\r\n");
    wire.send(get("/app", ""));
    upstream.head();
    upstream.send("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 7\r\n\r\n");
    assertThat(wire.head()).contains("ETag: \"x\"\r\n", "Content-Length: 7\r\n");
    wire.send(get("/app", ""));
    upstream.head();
    upstream.send("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.head()).startsWith("HTTP/1.1 204 ").doesNotContain("Content-Length");
    wire.send(get("/now", ""));
    assertThat(wire.answer()).endsWith("now");
  }

  @Test
  void anAnswerEndedByCloseIsChunked() throws Exception {
    assertThat(answered("HTTP/1.0 200 OK\r\n\r\nhello"))
        .contains("Transfer-Encoding: chunked\r\n")
        .endsWith("\r\n\r\nhello");
    assertThat(wire.send(get("/now", "")).answer()).endsWith("now");
  }

  @Test
  void anHttp10ClientGetsNoChunks() throws Exception {
    wire.send("GET /app HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    Wire upstream = app.accept();
    assertThat(upstream.head()).startsWith("GET /app HTTP/1.1\r\n");
    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    assertThat(wire.rest())
        .contains("Connection: close\r\n")
        .doesNotContain("chunked")
        .endsWith("\r\n\r\nhello");
  }

  @Test
  void earlyHintsPassAndUnaskedUpgradesDoNot() throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    assertThat(wire.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assertThat(wire.answer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
    wire.send(get("/app", ""));
    upstream.head();
    upstream.send("HTTP/1.1 101 Yes\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
    assertThat(wire.answer()).startsWith("HTTP/1.1 502 ").endsWith("BROKEN");
  }

  @Test
  void expectIsTheApplicationsToAnswer() throws Exception {
    String post = "POST /app HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n";
    wire.send(post + "Expect: 100-continue\r\n\r\n");
    Wire upstream = app.accept();
    assertThat(upstream.head()).contains("Expect: 100-continue\r\n");
    upstream.send("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(wire.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    wire.send("hello");
    assertThat(upstream.read(5)).isEqualTo("hello");
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.answer()).startsWith("HTTP/1.1 200 ");
    wire.send(post + "Expect: 100-continue\r\n\r\n");
    upstream.head();
    upstream.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.rest()).startsWith("HTTP/1.1 403 Forbidden").contains("Connection: close");
  }

  @Test
  void anApplicationThatIgnoresExpectStillGetsTheContent() throws Exception {
    wire.send("POST /app HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    Wire upstream = app.accept();
    upstream.head();
    assertThat(wire.head()).startsWith("HTTP/1.1 100 ");
    wire.send("hello");
    assertThat(upstream.read(5)).isEqualTo("hello");
  }

  @Test
  void aContentThatWasReadIsForwardedAsWell() throws Exception {
    wire.send("POST /read-then-app HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
    Wire upstream = app.accept();
    assertThat(upstream.answer()).endsWith("hello");
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    wire.answer();
    wire.send(
        "POST /read-then-app HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\n");
    Thread.sleep(50);
    wire.send("8\r\n, world!\r\n");
    assertThat(upstream.head()).contains("Transfer-Encoding: chunked");
    wire.send("0\r\n\r\n");
    assertThat(upstream.chunks()).isEqualTo("hello, world!");
    assertThat(started.handler.asked).contains("too large");
  }

  @Test
  void anUnreachableApplicationIs502() throws Exception {
    app.close();
    wire.send(get("/app", ""));
    assertThat(wire.answer()).startsWith("HTTP/1.1 502 ").endsWith("UNREACHABLE"); // C244
    started.handler.upstream = new Upstream("no-such-host.invalid", 80);
    wire.send(get("/app", ""));
    assertThat(wire.answer()).startsWith("HTTP/1.1 502 ").endsWith("UNREACHABLE");
    wire.send(get("/now", ""));
    assertThat(wire.answer()).endsWith("now");
  }

  @Test
  void aNameIsResolved() throws Exception {
    started.handler.upstream = new Upstream("localhost", app.upstream().port());
    assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")).endsWith("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200 OK\r\nX y: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: 1\r\n 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: 1\u0000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: 1\rY: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: ",
      })
  void anAnswerThatIsNoneIs502(String octets) throws Exception {
    assertThat(answered(octets)).startsWith("HTTP/1.1 502 ").endsWith("BROKEN");
    assertThat(wire.send(get("/now", "")).answer()).endsWith("now");
  }

  @Test
  void aHeadWithoutEndIs502() throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\n");
    try {
      for (int i = 0; i < 100; i++) {
        upstream.send("X: " + "x".repeat(4000) + "\r\n");
      }
    } catch (java.net.SocketException _) {
      // cut, as it should be
    }
    assertThat(wire.answer()).startsWith("HTTP/1.1 502 ").endsWith("BROKEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 9\r\n\r\nhal",
        "Transfer-Encoding: chunked\r\n\r\n9\r\nhal",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nhal\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nhal\r\nz\r\n",
      })
  void aCutAnswerIsCutForTheClientToo(String octets) throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\n" + octets);
    Thread.sleep(50);
    upstream.close();
    assertThat(wire.rest()).contains("hal").doesNotContain("\r\n0\r\n", "502");
  }

  @Test
  void aCutAnswerResetsAnHttp10Client() throws Exception {
    wire.send("GET /app HTTP/1.0\r\n\r\n");
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\n");
    wire.head();
    upstream.close();
    assertThat(wire.rest()).endsWith("<reset>");
  }

  @Test
  void aClientThatLeavesEndsTheRequest() throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    wire.close();
    assertThat(upstream.rest()).isIn("", "<reset>");
  }

  @Test
  void nothingIsSentTwice() throws Exception {
    assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")).endsWith("ok");
    wire.send(get("/app", "")); // the pooled connection was closed: a new one, with the request
    Wire second = app.accept();
    second.head();
    second.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assertThat(wire.answer()).endsWith("ok");
    wire.send(get("/app", ""));
    second.head();
    second.close(); // closed with the request in hand: it may have been done
    assertThat(wire.answer()).startsWith("HTTP/1.1 502 ").endsWith("BROKEN");
    assertThat(app.connections()).isZero();
  }

  @Test
  void anAnswerNobodyAskedForIsNotGivenToTheNext() throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\nevil");
    assertThat(wire.answer()).endsWith("ok");
    wire.send(get("/app", ""));
    Wire second = app.accept();
    second.head();
    second.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.answer()).doesNotContain("evil");
  }

  @Test
  void anAnswerBeforeTheContentEndsIsPassedOn() throws Exception {
    wire.send("POST /app HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nhalf");
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
    assertThat(wire.rest())
        .startsWith("HTTP/1.1 413 ")
        .contains("Connection: close")
        .endsWith("big");
  }

  @Test
  void anEventStreamIsAnnouncedAndCanBeEnded() throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "9\r\ndata: 1\n\n\r\n");
    assertThat(wire.head()).contains("text/event-stream");
    assertThat(wire.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
    for (int i = 0; i < 200 && started.handler.streams.isEmpty(); i++) {
      Thread.sleep(10);
    }
    Stream stream = started.handler.streams.getFirst();
    var closed = new java.util.concurrent.CountDownLatch(1);
    stream.onClose(closed::countDown);
    assertThat(stream.tunnel()).isFalse();
    stream.end(Answering.ENDING); // C198
    stream.end(Answering.ENDING);
    assertThat(wire.rest()).isEqualTo("0\r\n\r\n");
    assertThat(upstream.rest()).isIn("", "<reset>");
    assertThat(closed.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anyOtherStreamIsCut() throws Exception {
    wire.send(get("/app", ""));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    assertThat(wire.head()).contains("chunked");
    assertThat(wire.read(8)).isEqualTo("3\r\nabc\r\n");
    for (int i = 0; i < 200 && started.handler.streams.isEmpty(); i++) {
      Thread.sleep(10);
    }
    started.handler.streams.getFirst().end(Answering.ENDING);
    assertThat(wire.rest()).isEmpty();
  }

  @Test
  void aShortAnswerInChunksIsNoStream() throws Exception {
    answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    assertThat(started.handler.streams).isEmpty();
  }

  @Test
  void everyLengthOfContentPassesBothWays() throws Exception {
    app.close();
    app =
        new App(upstream -> {
          while (true) {
            String head = upstream.head();
            String content =
                head.contains("chunked")
                    ? upstream.chunks()
                    : upstream.read(
                        Integer.parseInt(
                            java.util.Objects.requireNonNull(Wire.field(head, "Content-Length"))));
            upstream.send(
                head.contains("chunked")
                    ? "HTTP/1.1 200 OK\r\nContent-Length: "
                        + content.length()
                        + "\r\n\r\n"
                        + content
                    : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + (content.isEmpty()
                            ? ""
                            : Integer.toHexString(content.length()) + "\r\n" + content + "\r\n")
                        + "0\r\n\r\n");
          }
        });
    started.handler.upstream = app.upstream();
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new java.util.Random(seed);
    for (int i = 0; i < 300; i++) {
      String content = "x".repeat(random.nextInt(i % 10 == 0 ? 200_000 : 3000));
      boolean chunked = random.nextBoolean();
      var request = new StringBuilder("POST /app HTTP/1.1\r\nHost: a\r\n");
      if (chunked) {
        request.append("Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < content.length(); ) {
          int size = Math.min(content.length() - at, 1 + random.nextInt(5000));
          request.append(Integer.toHexString(size)).append("\r\n");
          request.append(content, at, at + size).append("\r\n");
          at += size;
        }
        request.append("0\r\n\r\n");
      } else {
        request.append("Content-Length: ").append(content.length()).append("\r\n\r\n");
        request.append(content);
      }
      wire.send(request.toString());
      String answer = wire.answer();
      assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
          .as("request %d, chunked %s, troubles of the application %s", i, chunked, app.troubles)
          .isEqualTo(content);
    }
  }
}
