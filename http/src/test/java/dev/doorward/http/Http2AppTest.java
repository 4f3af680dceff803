package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that speak HTTP/2 with prior knowledge, badly. Clients speak HTTP/1.1. */
class Http2AppTest {
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofMillis(600),
          Duration.ofSeconds(1));

  /** What an application does with one request. */
  private interface Act {
    void on(Frames app, int stream) throws IOException;
  }

  private Started started;
  private App app;

  /** Paths which the application saw, and its connections. */
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private final Semaphore ended = new Semaphore(0);

  @BeforeEach
  void start() throws IOException {
    started = new Started(SHORT);
    app = new App();
  }

  private void start(App.Script script) throws Exception {
    app.close();
    app = new App(script);
    int port = app.upstream().port();
    started.handler.upstream = new Upstream("127.0.0.1", port, false, true);
  }

  /** Each request is acted on; the others of a connection are read and dropped. */
  private void acting(Act act) throws Exception {
    start(wire -> serve(Frames.serving(wire), act));
  }

  private void serve(Frames frames, Act act) throws IOException {
    for (Frames.Frame frame = frames.read(); frame != null; frame = frames.read()) {
      if (frame.type() == HEADERS && frame.fields().containsKey(":path")) {
        seen.add(frame.fields().get(":path").getFirst());
        act.on(frames, frame.stream());
      }
    }
  }

  private static void ok(Frames app, int stream) throws IOException {
    app.headers(stream, false, ":status", "200", "content-length", "2");
    app.data(stream, true, "ok");
  }

  @AfterEach
  void stop() throws Exception {
    started.close();
    app.close();
  }

  private String get(String path) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  /** On one connection, so that all are served by one event loop and its pool. */
  private static String get(Wire wire, String path) throws IOException {
    return wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").answer();
  }

  private String ask(String request) throws IOException {
    try (Wire wire = started.connect()) {
      return wire.send(request).rest();
    }
  }

  /** RFC 9112 §6.3: what follows would pass for its content. */
  @Test
  void anEmptyAnswerWithoutALengthIsSaidToBeEmpty() throws Exception {
    acting((app, stream) -> app.headers(stream, true, ":status", "200"));
    try (Wire wire = started.connect()) {
      for (String path : List.of("/app/1", "/app/2")) {
        assertThat(get(wire, path))
            .startsWith("HTTP/1.1 200 ")
            .contains("Content-Length: 0\r\n")
            .doesNotContain("Connection: close");
      }
    }
  }

  // ---- no answer

  @Test
  void garbageAndOtherProtocolsAre502() throws Exception {
    for (String said :
        List.of(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "SSH-2.0-OpenSSH_9.2\r\n",
            "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "\u00ff".repeat(100),
            "")) {
      start(wire -> {
        wire.read(PREFACE.length());
        wire.send(said);
      });
      assertThat(get("/app")).startsWith("HTTP/1.1 502 ");
    }
    assertThat(started.handler.bugs).isEmpty();
  }

  @Test
  void whoNeverAnswersIs504AndTheNextGetsAnotherConnection() throws Exception {
    start(wire -> serve(Frames.serving(wire), (_, _) -> {}));
    try (Wire wire = started.connect()) {
      assertThat(get(wire, "/app?1")).startsWith("HTTP/1.1 504 ");
      assertThat(get(wire, "/app?2")).startsWith("HTTP/1.1 504 ");
    }
    assertThat(app.connections()).isEqualTo(2);
    start(wire -> {
      wire.read(1);
      Thread.sleep(5000); // no settings, nothing
    });
    assertThat(get("/app")).startsWith("HTTP/1.1 504 ");
  }

  static Stream<Arguments> bad() {
    return Stream.concat(
        IntStream.rangeClosed(0, 14)
            .filter(code -> code != REFUSED_STREAM)
            .mapToObj(code ->
                of(
                    "5.4.2 RST_STREAM with " + code,
                    (app, stream) -> app.send(RST_STREAM, 0, stream, number(code)))),
        Stream.of(
            of("8.3.2 no :status", (app, s) -> app.headers(s, true, "x", "y")),
            of(
                "8.3.2 two of :status",
                (app, s) -> app.headers(s, true, ":status", "200", ":status", "404")),
            of("9110 15 42", (app, s) -> app.headers(s, true, ":status", "42")),
            of("9110 15 2000", (app, s) -> app.headers(s, true, ":status", "2000")),
            of("9110 15 600", (app, s) -> app.headers(s, true, ":status", "600")),
            of("9110 15 word", (app, s) -> app.headers(s, true, ":status", "abc")),
            of("8.6 101", (app, s) -> app.headers(s, false, ":status", "101")),
            of("8.1 a 1xx that ends", (app, s) -> app.headers(s, true, ":status", "103")),
            of("8.1 DATA first", (app, s) -> app.data(s, true, "x")),
            of(
                "8.1 DATA after a 1xx",
                (app, s) -> {
                  app.headers(s, false, ":status", "100");
                  app.data(s, true, "x");
                }),
            of("8.2.1 upper case", (app, s) -> app.headers(s, true, ":status", "200", "X", "y")),
            of(
                "8.2.1 a line end",
                (app, s) -> app.headers(s, true, ":status", "200", "x", "a\r\nset-cookie: b")),
            of(
                "8.2.2 connection",
                (app, s) -> app.headers(s, true, ":status", "200", "connection", "close")),
            of(
                "8.2.2 transfer-encoding",
                (app, s) -> app.headers(s, true, ":status", "200", "transfer-encoding", "chunked")),
            of(
                "8.3 a pseudo-header field of requests",
                (app, s) -> app.headers(s, true, ":status", "200", ":path", "/")),
            of(
                "8.1.1 a length and no content",
                (app, s) -> app.headers(s, true, ":status", "200", "content-length", "5")),
            of(
                "9110 8.6 a length that is none",
                (app, s) -> app.headers(s, false, ":status", "200", "content-length", "-5")),
            of(
                "9110 8.6 two lengths",
                (app, s) ->
                    app.headers(
                        s, false, ":status", "200", "content-length", "5", "content-length", "6")),
            of(
                "8.4 PUSH_PROMISE",
                (app, s) ->
                    app.send(
                        PUSH_PROMISE,
                        END_HEADERS,
                        s,
                        all(number(2), block(request("GET", "/pushed"))))),
            of(
                "5.1.1 an answer nobody asked for",
                (app, s) -> app.headers(2, true, ":status", "200")),
            of("6.5.2 ENABLE_PUSH from a server", (app, s) -> app.settings(2, 1)),
            of(
                "4.2 a frame larger than allowed",
                (app, s) -> app.send(DATA, 0, s, new byte[20_000])),
            of(
                "7541 a block that cannot be read",
                (app, s) -> app.send(HEADERS, END_HEADERS | END_STREAM, s, hex("80"))),
            of(
                "6.5.2 more fields than allowed",
                (app, s) -> {
                  app.send(HEADERS, 0, s, block(":status", "200", "x", "y".repeat(15_000)));
                  for (int i = 0; i < 10; i++) {
                    app.send(
                        CONTINUATION, i == 9 ? END_HEADERS : 0, s, block("x", "y".repeat(15_000)));
                  }
                }),
            of(
                "6.8 GOAWAY for what it had begun, and the end",
                (app, s) -> {
                  app.send(GOAWAY, 0, 0, all(number(s), number(INTERNAL_ERROR)));
                  app.close();
                })));
  }

  private static Arguments of(String sentence, Act act) {
    return Arguments.of(sentence, act);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void anAnswerThatIsNoneIs502(String sentence, Act act) throws Exception {
    acting((app, stream) -> {
      if (seen.getLast().endsWith("good")) {
        ok(app, stream);
      } else {
        act.on(app, stream);
      }
    });
    String answer = get("/app?bad");
    assertThat(answer).startsWith("HTTP/1.1 502 ").endsWith("BROKEN");
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
    assertThat(get("/app?good")).startsWith("HTTP/1.1 200 ").endsWith("ok");
    assertThat(seen).containsExactly("/app?bad", "/app?good");
    assertThat(started.handler.bugs).isEmpty();
  }

  static Stream<Arguments> cut() {
    return Stream.of(
        of(
            "8.1.1 shorter than its length",
            (app, s) -> {
              app.headers(s, false, ":status", "200", "content-length", "5");
              app.data(s, true, "abc");
            }),
        of(
            "8.1.1 empty in spite of its length",
            (app, s) -> {
              app.headers(s, false, ":status", "200", "content-length", "5");
              app.data(s, true, "");
            }),
        of(
            "8.1.1 trailers in place of content",
            (app, s) -> {
              app.headers(s, false, ":status", "200", "content-length", "5");
              app.headers(s, true, "x", "y");
            }),
        of(
            "8.1.1 longer than its length",
            (app, s) -> {
              app.headers(s, false, ":status", "200", "content-length", "5");
              app.data(s, true, "HTTP/1.1 200 OK\r\n\r\n");
            }),
        of(
            "8.1 a second head",
            (app, s) -> {
              app.headers(s, false, ":status", "200", "content-length", "5");
              app.headers(s, false, ":status", "200", "content-length", "5");
            }),
        of(
            "8.1 a second head that ends",
            (app, s) -> {
              app.headers(s, false, ":status", "200");
              app.headers(s, true, ":status", "200");
            }),
        of(
            "8.1 pseudo-header fields in trailers",
            (app, s) -> {
              app.headers(s, false, ":status", "200");
              app.headers(s, true, ":path", "/");
            }),
        of(
            "5.4.2 reset within",
            (app, s) -> {
              app.headers(s, false, ":status", "200");
              app.send(RST_STREAM, 0, s, number(INTERNAL_ERROR));
            }),
        of(
            "8.7 refused too late",
            (app, s) -> {
              app.headers(s, false, ":status", "200");
              app.send(RST_STREAM, 0, s, number(REFUSED_STREAM));
            }),
        of(
            "gone within",
            (app, s) -> {
              app.headers(s, false, ":status", "200");
              app.close();
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cut")
  void anAnswerThatBreaksIsCut(String sentence, Act act) throws Exception {
    acting(act);
    try (Wire wire = started.connect()) {
      String all =
          wire.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\nGET /now HTTP/1.1\r\nHost: a\r\n\r\n")
              .rest();
      assertThat(all).startsWith("HTTP/1.1 200 ").doesNotContain("now").doesNotEndWith("0\r\n\r\n");
      assertThat(all.split("HTTP/1.1 ", -1)).as(all).hasSize(2);
    }
    assertThat(seen).hasSize(1);
  }

  @Test
  void contentWhereNoneBelongsNeverReachesTheClient() throws Exception {
    for (String status : List.of("204", "304", "200")) {
      acting((app, stream) -> {
        app.headers(stream, false, ":status", status);
        app.data(stream, true, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad");
      });
      String method = status.equals("200") ? "HEAD" : "GET";
      String answer = ask(method + " /app HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("bad");
    }
  }

  // ---- sent once more

  @Test
  void whatWasRefusedIsSentOnceMore() throws Exception {
    acting((app, stream) -> {
      if (seen.size() == 1) {
        app.send(RST_STREAM, 0, stream, number(REFUSED_STREAM));
      } else {
        ok(app, stream);
      }
    });
    assertThat(get("/app")).startsWith("HTTP/1.1 200 ");
    assertThat(seen).hasSize(2);
  }

  @Test
  void onceAndNoMore() throws Exception {
    acting((app, stream) -> app.send(RST_STREAM, 0, stream, number(REFUSED_STREAM)));
    assertThat(get("/app")).startsWith("HTTP/1.1 502 ");
    assertThat(seen).hasSize(2);
  }

  @Test
  void aContentIsSentAgainOnlyWhereItIsStillHere() throws Exception {
    var bodies = new CopyOnWriteArrayList<String>();
    start(wire -> {
      Frames frames = Frames.serving(wire);
      int requests = 0;
      for (Frames.Frame frame = frames.read(); frame != null; frame = frames.read()) {
        requests += frame.type() == HEADERS ? 1 : 0;
        if (frame.type() == DATA && frame.payload().length > 0) {
          bodies.add(new String(frame.payload(), java.nio.charset.StandardCharsets.US_ASCII));
          if (requests == 1) {
            frames.send(RST_STREAM, 0, frame.stream(), number(REFUSED_STREAM));
          } else {
            ok(frames, frame.stream());
          }
        }
      }
    });
    String content = " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody";
    assertThat(ask("POST /read-then-app" + content)).startsWith("HTTP/1.1 200 ");
    assertThat(bodies).containsExactly("body", "body");
    bodies.clear();
    start(wire -> {
      Frames frames = Frames.serving(wire);
      Frames.Frame data = frames.next(frame -> frame.type() == DATA);
      bodies.add("taken");
      frames.send(RST_STREAM, 0, data.stream(), number(REFUSED_STREAM));
      frames.read();
    });
    assertThat(ask("POST /app" + content)).startsWith("HTTP/1.1 502 ");
    assertThat(bodies).containsExactly("taken");
  }

  @Test
  void whatIsAboveTheLastStreamOfGoawayGoesToAnotherConnection() throws Exception {
    acting((app, stream) -> {
      if (seen.size() == 1) {
        app.send(GOAWAY, 0, 0, all(number(0), number(NO_ERROR)));
        app.close();
      } else {
        ok(app, stream);
      }
    });
    assertThat(get("/app")).startsWith("HTTP/1.1 200 ");
    assertThat(seen).hasSize(2);
    assertThat(app.connections()).isEqualTo(2);
  }

  @Test
  void whatIsBelowItIsFinishedThere() throws Exception {
    acting((app, stream) -> {
      if (seen.size() == 1) {
        app.send(GOAWAY, 0, 0, all(number(stream), number(NO_ERROR)));
      }
      ok(app, stream);
    });
    try (Wire wire = started.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(get(wire, "/app")).startsWith("HTTP/1.1 200 ");
      }
    }
    assertThat(app.connections()).isEqualTo(2);
  }

  @Test
  void anIdleConnectionThatTheApplicationClosedCostsNobodyAnything() throws Exception {
    start(wire -> {
      try (Frames frames = Frames.serving(wire)) {
        ok(frames, frames.next(frame -> frame.type() == HEADERS).stream());
        while (frames.next(frame -> true).type() != SETTINGS) {
          // until ours are acknowledged, so that a close is no reset
        }
      }
      ended.release();
    });
    try (Wire wire = started.connect()) {
      for (int i = 0; i < 200; i++) {
        assertThat(get(wire, "/app")).startsWith("HTTP/1.1 200 ");
        assertThat(ended.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(app.connections()).isEqualTo(200);
  }

  /** The event loop is kept from hearing of the end until the next request takes the connection. */
  @Test
  void evenWhenItsEndHasNotBeenHeardYet() throws Exception {
    var close = new Semaphore(0);
    var handler =
        new Answering() {
          @Override
          public @org.jspecify.annotations.Nullable Reply immediately(RequestHead head) {
            if (head.target().endsWith("closed")) {
              close.release();
              ended.acquireUninterruptibly();
            }
            return super.immediately(head);
          }
        };
    start(wire -> {
      try (Frames frames = Frames.serving(wire)) {
        ok(frames, frames.next(frame -> frame.type() == HEADERS).stream());
        close.acquireUninterruptibly();
      }
      ended.release();
    });
    handler.upstream = started.handler.upstream;
    try (var unheard = new Started(handler, Limits.DEFAULT, SHORT, java.util.Optional.empty());
        Wire wire = unheard.connect()) {
      assertThat(get(wire, "/app")).startsWith("HTTP/1.1 200 ");
      assertThat(get(wire, "/app?closed")).startsWith("HTTP/1.1 200 ");
      close.release();
    }
    assertThat(app.connections()).isEqualTo(2);
  }

  @Test
  void manyWhoGaveUpBeforeThereWasAConnectionTakeNoPlaceInIt() throws Exception {
    acting(Http2AppTest::ok);
    try (Frames client = Frames.to(started.server.address())) {
      var all = new java.io.ByteArrayOutputStream();
      for (int i = 0; i < 150; i++) {
        all.writeBytes(
            frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, block(request("GET", "/app"))));
        all.writeBytes(frame(RST_STREAM, 0, 2 * i + 1, number(CANCEL)));
      }
      client.raw(all.toByteArray());
      for (int i = 150; i < 160; i++) {
        client.headers(2 * i + 1, true, request("GET", "/app"));
        assertThat(client.answer(2 * i + 1).status()).isEqualTo(200);
      }
    }
    assertThat(app.connections()).isEqualTo(1);
  }
}
