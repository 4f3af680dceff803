package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients which are waited for over HTTP/2, and do not come to an end or do not take. */
class Http2SlowTest extends Http2Attacked {
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

  /** RFC 9113 §6.9.2: the window is below zero, and even a frame without octets waits. */
  @Test
  void whoLeavesNoRoomForTheEndIsResetToo() throws Exception {
    client.headers(1, true, request("GET", "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    client.next(frame -> frame.type() == DATA);
    client.settings(4, 0);
    client.next(frame -> frame.type() == SETTINGS && frame.has(ACK));
    long since = System.nanoTime();
    upstream.send("0\r\n\r\n");
    assertThat(client.next(frame -> frame.type() == RST_STREAM).number()).isEqualTo(CANCEL);
    assertThat(millis(since)).isBetween(600L, 4000L);
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
}
