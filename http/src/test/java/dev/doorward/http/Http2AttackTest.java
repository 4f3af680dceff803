package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients which make the server work, keep or wait for nothing, over HTTP/2. */
class Http2AttackTest {
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(500),
          Duration.ofMillis(800),
          Duration.ofSeconds(3),
          Duration.ofMillis(800),
          Duration.ofSeconds(1));

  private static final byte[] GET = block(request("GET", "/now"));

  private Started started;
  private App app;
  private Frames client;

  @BeforeEach
  void start() throws Exception {
    started = new Started(SHORT);
    app = new App();
    started.handler.upstream = app.upstream();
    client = Frames.to(started.server.address());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    app.close();
    started.close();
    assertThat(started.handler.bugs).isEmpty();
  }

  private interface Frame {
    byte[] at(int index);
  }

  /** Sends so many, as far as the server lets it. */
  private void flood(int count, Frame frame) throws IOException {
    try {
      for (int i = 0; i < count; i += 50) {
        var some = new java.io.ByteArrayOutputStream();
        for (int j = i; j < Math.min(count, i + 50); j++) {
          some.writeBytes(frame.at(j));
        }
        client.raw(some.toByteArray());
      }
    } catch (SocketException _) {
      // it was ended
    }
  }

  private void othersAreServed() throws IOException {
    try (Frames other = Frames.to(started.server.address())) {
      other.send(HEADERS, END_HEADERS | END_STREAM, 1, GET);
      assertThat(other.answer(1).text()).isEqualTo("now");
    }
  }

  /** The code of the GOAWAY, if it could still be read: what was sent after it may reset it. */
  private void endsCalmly() throws IOException {
    try {
      assertThat(FrameCase.ending(client)).isEqualTo(ENHANCE_YOUR_CALM);
    } catch (AssertionError e) {
      if (!String.valueOf(e.getMessage()).startsWith("ended without GOAWAY")) {
        throw e;
      }
    }
    othersAreServed();
  }

  // ---- work for nothing

  @Test
  void rapidReset() throws Exception {
    byte[] slow = block(request("GET", "/slow"));
    flood(
        2000,
        i ->
            all(
                frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, slow),
                frame(RST_STREAM, 0, 2 * i + 1, number(CANCEL))));
    endsCalmly();
    assertThat(started.handler.asked.size()).isLessThanOrEqualTo(202);
  }

  static Stream<Arguments> ownResets() {
    return Stream.of(
        Arguments.of("a window of 0", (Frame) i -> frame(WINDOW_UPDATE, 0, i, number(0))),
        Arguments.of(
            "a window too large", (Frame) i -> frame(WINDOW_UPDATE, 0, i, number(0x7fffffff))),
        Arguments.of("PRIORITY too short", (Frame) i -> frame(PRIORITY, 0, i, new byte[4])),
        Arguments.of(
            "PRIORITY on itself", (Frame) i -> frame(PRIORITY, 0, i, all(number(i), hex("00")))),
        Arguments.of("DATA after the end", (Frame) i -> frame(DATA, 0, i, new byte[1])),
        Arguments.of("HEADERS after the end", (Frame) i -> frame(HEADERS, END_HEADERS, i, GET)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ownResets")
  void madeYouReset(String how, Frame then) throws Exception {
    byte[] slow = block(request("GET", "/slow"));
    flood(
        4000,
        i -> all(frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, slow), then.at(2 * i + 1)));
    try {
      for (Frames.Frame each = client.read(); each != null; each = client.read()) {
        // until it ends
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("it goes on", e);
    }
    othersAreServed();
    assertThat(started.handler.asked.size()).isLessThanOrEqualTo(1103);
  }

  @Test
  void continuationFlood() throws Exception {
    client.send(HEADERS, END_STREAM, 1, GET);
    flood(100_000, _ -> frame(CONTINUATION, 0, 1));
    endsCalmly();
    client.close();
    client = Frames.to(started.server.address());
    client.send(HEADERS, END_STREAM, 1, GET);
    byte[] fields = block("x", "y".repeat(15_000));
    flood(10_000, _ -> frame(CONTINUATION, 0, 1, fields));
    for (Frames.Frame each = client.read(); each != null; each = client.read()) {
      // until it ends
    }
    othersAreServed();
    assertThat(started.handler.asked).containsOnly("GET /now");
  }

  @Test
  void emptyData() throws Exception {
    client.headers(1, false, request("POST", "/echo"));
    flood(1000, _ -> frame(DATA, 0, 1));
    endsCalmly();
  }

  @Test
  void paddingAlone() throws Exception {
    client.headers(1, false, request("POST", "/echo"));
    flood(1000, _ -> frame(DATA, PADDED, 1, all(hex("ff"), new byte[255])));
    othersAreServed();
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        Arguments.of("PING", frame(PING, 0, 0, new byte[8])),
        Arguments.of("SETTINGS", frame(SETTINGS, 0, 0)),
        Arguments.of("SETTINGS of windows", frame(SETTINGS, 0, 0, hex("0004 00000000"))),
        Arguments.of("PRIORITY", frame(PRIORITY, 0, 99, new byte[5])),
        Arguments.of("WINDOW_UPDATE", frame(WINDOW_UPDATE, 0, 0, number(1))),
        Arguments.of("unknown frames", frame(0x77, 0, 0, new byte[100])));
  }

  /** Whoever reads what comes of it may go on; it gets no more than its turn. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void aFloodOfControlFrames(String name, byte[] frame) throws Exception {
    Thread.ofVirtual()
        .start(() -> {
          try {
            flood(20_000, _ -> frame);
          } catch (IOException _) {
            // closed by the test
          }
        });
    for (int i = 0; i < 20; i++) {
      othersAreServed();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void aFloodFromWhoNeverReadsEnds(String name, byte[] frame) throws Exception {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(started.server.address());
      client.close();
      client = new Frames(socket);
      client.raw(PREFACE.getBytes(StandardCharsets.US_ASCII));
      client.settings();
      long since = System.nanoTime();
      byte[] some = all(frame, frame, frame, frame, frame, frame, frame, frame);
      try {
        while (System.nanoTime() - since < 5_000_000_000L) {
          client.raw(some);
        }
        throw new AssertionError("it goes on");
      } catch (SocketException _) {
        // it was ended
      }
    }
    othersAreServed();
  }

  // ---- waiting for nothing

  static Stream<Arguments> unfinished() {
    return Stream.of(
        Arguments.of(
            "half a frame's head", (Frame) i -> Arrays.copyOf(frame(HEADERS, 5, i, GET), 5)),
        Arguments.of("half a frame", (Frame) i -> Arrays.copyOf(frame(HEADERS, 5, i, GET), 20)),
        Arguments.of("no END_HEADERS", (Frame) i -> frame(HEADERS, END_STREAM, i, GET)),
        Arguments.of(
            "no END_HEADERS, some CONTINUATION",
            (Frame)
                i ->
                    all(
                        frame(HEADERS, END_STREAM, i, GET),
                        frame(CONTINUATION, 0, i, block("a", "b")))),
        Arguments.of("nothing", (Frame) _ -> new byte[0]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfinished")
  void aHeadThatNeverEndsIsLetGo(String name, Frame octets) throws Exception {
    long since = System.nanoTime();
    client.raw(octets.at(1));
    while (client.read() != null) {
      // until it ends
    }
    assertThat(millis(since)).isBetween(300L, 1500L);
    client = Frames.to(started.server.address()); // after a request the idle time counts
    client.send(HEADERS, END_HEADERS | END_STREAM, 1, GET);
    client.answer(1);
    since = System.nanoTime();
    client.raw(octets.at(3));
    while (client.read() != null) {
      // until it ends
    }
    assertThat(millis(since)).isBetween(600L, 2000L);
  }

  @Test
  void aHeadOctetByOctetAmongPingsIsLetGo() throws Exception {
    long since = System.nanoTime();
    try {
      client.ping();
      for (byte each : frame(HEADERS, END_STREAM, 1, new byte[500])) {
        client.raw(new byte[] {each});
        Thread.sleep(20);
      }
      throw new AssertionError("it waits");
    } catch (SocketException _) {
      assertThat(millis(since)).isBetween(300L, 2000L);
    }
  }

  @Test
  void pingsAloneKeepNothing() throws Exception {
    long since = System.nanoTime();
    try {
      while (millis(since) < 5000) {
        client.ping();
        Thread.sleep(50);
      }
      throw new AssertionError("it waits");
    } catch (SocketException _) {
      assertThat(millis(since)).isBetween(300L, 2000L);
    }
  }

  @Test
  void aContentOctetByOctetIs408() throws Exception {
    client.headers(1, false, request("POST", "/echo", "content-length", "900"));
    long since = System.nanoTime();
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              client.data(1, false, "x");
              Thread.sleep(30);
            }
          } catch (Exception _) {
            // it was ended
          }
        });
    assertThat(client.answer(1).status()).isEqualTo(408);
    assertThat(millis(since)).isBetween(600L, 2500L);
  }

  @Test
  void aContentThatStallsIs408() throws Exception {
    client.headers(1, false, request("POST", "/app", "content-length", "900"));
    client.data(1, false, "x");
    Wire upstream = app.accept();
    assertThat(client.answer(1).status()).isEqualTo(408);
    upstream.head();
    assertThat(upstream.rest()).startsWith("x");
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  // ---- those who do not take

  private long pour(Wire upstream) throws Exception {
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
    long poured = 0;
    try {
      byte[] piece = new byte[64 * 1024];
      while (poured < 100_000_000) {
        upstream.send(piece);
        poured += piece.length;
      }
    } catch (SocketException _) {
      return poured;
    }
    throw new AssertionError("it took everything");
  }

  @Test
  void whoNeverOpensItsWindowIsReset() throws Exception {
    client.settings(4, 0);
    client.headers(1, true, request("GET", "/app"));
    long since = System.nanoTime();
    long poured = pour(app.accept()); // of which the kernel holds the most
    assertThat(poured).isLessThan(16_000_000);
    Frames.Answer answer = client.answer(1);
    assertThat(answer.reset).isEqualTo(CANCEL);
    assertThat(answer.body.size()).isZero();
    assertThat(millis(since)).isBetween(600L, 4000L);
    client.headers(3, true, request("GET", "/none"));
    assertThat(client.answer(3).status()).isEqualTo(204);
  }

  @Test
  void whoTakesAnOctetNowAndThenIsResetToo() throws Exception {
    client.settings(4, 1);
    client.headers(1, true, request("GET", "/app"));
    Wire upstream = app.accept();
    Thread pouring =
        Thread.ofVirtual()
            .start(() -> {
              try {
                pour(upstream);
              } catch (Exception _) {
                // asserted by the other end
              }
            });
    long since = System.nanoTime();
    while (true) {
      Frames.Frame frame = client.next(each -> each.stream() == 1);
      if (frame.type() == RST_STREAM) {
        break;
      }
      if (frame.type() == DATA) {
        Thread.sleep(50);
        client.window(1, 1);
      }
    }
    assertThat(millis(since)).isBetween(600L, 4000L);
    pouring.join();
  }

  @Test
  void whoReadsSlowlyButReadsIsServed() throws Exception {
    client.settings(4, 20_000);
    client.headers(1, true, request("GET", "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n");
    upstream.send(new byte[200_000]);
    int read = 0;
    while (read < 200_000) { // 2 s in all, longer than the idle time
      Frames.Frame frame = client.next(each -> each.stream() == 1 && each.type() == DATA);
      read += frame.payload().length;
      client.window(0, frame.payload().length);
      client.window(1, frame.payload().length);
      Thread.sleep(frame.payload().length / 100);
    }
  }

  @Test
  void whatWasQuietForLongIsNotStalled() throws Exception {
    client.settings(4, 0);
    client.headers(1, true, request("GET", "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    Thread.sleep(1200); // longer than the idle time, shorter than that of streams
    upstream.send("data: 1\n\n");
    Thread.sleep(400); // waits for its window, but not for long
    client.window(1, 100);
    Frames.Frame data = client.next(each -> each.stream() == 1 && each.type() != HEADERS);
    assertThat(data.type()).isEqualTo(DATA);
  }

  @Test
  void anApplicationThatDoesNotReadHoldsWindowsAndNotTheConnection() throws Exception {
    byte[] piece = new byte[16_000];
    for (int i = 0; i < 100; i++) {
      client.headers(2 * i + 1, false, request("POST", "/app"));
    }
    int window = 1024 * 1024;
    for (int i = 0; window >= piece.length; i = (i + 1) % 100, window -= piece.length) {
      client.send(DATA, 0, 2 * i + 1, piece);
    }
    for (int i = 0; i < 100; i++) { // each took little: the kernels hold it, and the client is slow
      assertThat(client.answer(2 * i + 1).status()).isIn(408, 504);
    }
    client.headers(301, false, request("POST", "/echo"));
    client.data(301, true, "still here");
    assertThat(client.answer(301).text()).isEqualTo("still here");
  }

  // ---- heads

  @Test
  void anHpackBombIsNotUnpacked() throws Exception {
    byte[] one =
        all(hex("40 01 78 7f a1 1e"), "y".repeat(4000).getBytes(StandardCharsets.US_ASCII));
    byte[] many = new byte[12_000];
    Arrays.fill(many, (byte) 0xbe);
    client.send(HEADERS, END_HEADERS | END_STREAM, 1, all(GET, one, many)); // 48 MB of fields
    assertThat(client.answer(1).status()).isEqualTo(431);
    assertThat(started.handler.asked).isEmpty();
    FrameCase.alive(client);
    othersAreServed();
  }

  @Test
  void tooLargeHeadsAre431() throws Exception {
    client.headers(1, true, request("GET", "/now", "x", "y".repeat(15_900)));
    assertThat(client.answer(1).status()).isEqualTo(200);
    String[] three = {"a", "y".repeat(12_000), "b", "y".repeat(12_000), "c", "y".repeat(12_000)};
    large(3, three);
    Frames.Answer worded = client.answer(3);
    assertThat(worded.status()).isEqualTo(431);
    assertThat(worded.text()).isEqualTo("HEADERS_TOO_LARGE");
    String[] fields = new String[402];
    Arrays.fill(fields, "x");
    client.headers(5, true, request("GET", "/now", fields));
    assertThat(client.answer(5).text()).isEqualTo("TOO_MANY_FIELDS");
    String[] twelve = new String[24];
    for (int i = 0; i < 24; i += 2) {
      twelve[i] = "x";
      twelve[i + 1] = "y".repeat(13_000);
    }
    large(7, twelve); // more than SETTINGS_MAX_HEADER_LIST_SIZE says
    Frames.Answer bare = client.answer(7);
    assertThat(bare.status()).isEqualTo(431);
    assertThat(bare.text()).isEmpty();
    FrameCase.alive(client);
  }

  private void large(int stream, String... fields) throws IOException {
    client.send(HEADERS, END_STREAM, stream, GET);
    for (int i = 0; i < fields.length; i += 2) {
      client.send(
          CONTINUATION,
          i == fields.length - 2 ? END_HEADERS : 0,
          stream,
          block(fields[i], fields[i + 1]));
    }
  }

  // ---- ends

  @Test
  void resetWhileAHandlerCollectsTheContent() throws Exception {
    for (int i = 0; i < 50; i++) {
      client.headers(2 * i + 1, false, request("POST", "/echo"));
      client.data(2 * i + 1, false, "half");
      client.send(RST_STREAM, 0, 2 * i + 1, number(CANCEL));
    }
    client.headers(201, false, request("POST", "/echo"));
    client.data(201, true, "whole");
    assertThat(client.answer(201).text()).isEqualTo("whole");
  }

  @Test
  void goneInTheMiddle() throws Exception {
    client.headers(1, false, request("POST", "/app"));
    client.headers(3, false, request("POST", "/echo"));
    client.data(1, false, "some");
    client.data(3, false, "some");
    Wire upstream = app.accept();
    upstream.head();
    client.close();
    upstream.rest();
    for (int i = 0; i < 200 && started.server.connections() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(started.server.connections()).isZero();
  }

  @Test
  void halfCloseIsTheEnd() throws Exception {
    try (Socket socket =
        new Socket(started.server.address().getAddress(), started.server.address().getPort())) {
      var half = new Frames(socket);
      half.greet();
      half.headers(1, true, request("GET", "/slow"));
      socket.shutdownOutput();
      long since = System.nanoTime();
      while (half.read() != null) {
        // until it ends
      }
      assertThat(millis(since)).isLessThan(400);
    }
  }

  @Test
  void aStopRefusesLaterStreamsAndEndsEventStreams() throws Exception {
    client.headers(1, true, request("GET", "/slow"));
    client.headers(3, true, request("GET", "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
    client.next(each -> each.stream() == 3 && each.type() == DATA);
    Thread stopping = Thread.ofVirtual().start(started.server::close);
    assertThat(client.next(each -> each.type() == GOAWAY).number()).isEqualTo(3);
    client.headers(5, true, request("GET", "/late"));
    assertThat(client.answer(3).ended).isTrue();
    assertThat(client.answer(1).text()).isEqualTo("slow");
    stopping.join();
    assertThat(started.handler.asked).doesNotContain("GET /late");
    try {
      while (client.read() != null) {
        // until it ends
      }
    } catch (EOFException _) {
      // ended
    }
  }
}
