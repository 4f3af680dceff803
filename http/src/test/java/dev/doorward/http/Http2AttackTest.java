package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients which make the server work for nothing, over HTTP/2. */
class Http2AttackTest extends Http2Attacked {
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
}
