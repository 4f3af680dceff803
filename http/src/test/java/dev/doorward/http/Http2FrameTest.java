package dev.doorward.http;

import static dev.doorward.http.FrameCase.answered;
import static dev.doorward.http.FrameCase.connection;
import static dev.doorward.http.FrameCase.either;
import static dev.doorward.http.FrameCase.of;
import static dev.doorward.http.FrameCase.reset;
import static dev.doorward.http.FrameCase.silence;
import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames, each by its section of RFC 9113. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2FrameTest {
  private static final byte[] GET = block(request("GET", "/now"));
  private static final byte[] HIDDEN = frame(HEADERS, END_HEADERS | END_STREAM, 99, GET);

  private Started started;

  @BeforeAll
  void start() throws Exception {
    started = new Started();
  }

  @AfterAll
  void stop() {
    started.close();
  }

  private static void get(Frames client, int stream) throws java.io.IOException {
    client.send(HEADERS, END_HEADERS | END_STREAM, stream, GET);
  }

  /** A request whose content is to follow. */
  private static void post(Frames client, int stream) throws java.io.IOException {
    client.headers(stream, false, request("POST", "/echo"));
  }

  static Stream<FrameCase> format() {
    return Stream.of(
        of(
            "4.1 frames of unknown types are ignored and discarded",
            client -> {
              client.send(0x16, 0, 0, new byte[8]);
              client.send(0x16, 0xff, 77, new byte[100]);
            },
            silence()),
        of(
            "4.1 flags without a meaning for the type are ignored",
            client -> client.send(PING, 0x16 & ~ACK, 0, new byte[8]),
            silence()),
        of(
            "4.1 the reserved bit is ignored",
            client -> client.send(PING, 0, 0x80000000, new byte[8]),
            silence()),
        of(
            "4.1 the reserved bit of a stream's number is ignored",
            client -> client.send(HEADERS, END_HEADERS | END_STREAM, 0x80000001, GET),
            answered(1, 200)),
        of(
            "4.2 frames of 2^14 octets are taken",
            client -> {
              client.headers(1, false, request("POST", "/refused"));
              client.send(DATA, END_STREAM, 1, new byte[1 << 14]);
            },
            answered(1, 401)),
        of(
            "4.2 DATA larger than SETTINGS_MAX_FRAME_SIZE is a FRAME_SIZE_ERROR",
            client -> {
              post(client, 1);
              client.send(DATA, END_STREAM, 1, new byte[(1 << 14) + 1]);
            },
            either(1, FRAME_SIZE_ERROR)),
        of(
            "4.2 HEADERS larger than it end the connection, since they change its state",
            client -> client.send(HEADERS, END_HEADERS, 1, new byte[(1 << 14) + 1]),
            connection(FRAME_SIZE_ERROR)),
        of(
            "4.2 SETTINGS larger than it",
            client -> client.send(SETTINGS, 0, 0, new byte[6 * 2731]),
            connection(FRAME_SIZE_ERROR)),
        of(
            "4.3 a field block that cannot be decompressed is a COMPRESSION_ERROR",
            client -> client.send(HEADERS, END_HEADERS | END_STREAM, 1, hex("00 0f 01 61")),
            connection(COMPRESSION_ERROR)),
        of(
            "4.3 no other frame within a field block",
            client -> {
              client.send(HEADERS, END_STREAM, 1, GET);
              client.send(PRIORITY, 0, 1, new byte[5]);
            },
            connection(PROTOCOL_ERROR)),
        of(
            "4.3 no frame of another stream within a field block",
            client -> {
              client.send(HEADERS, END_STREAM, 1, GET);
              client.raw(HIDDEN);
            },
            connection(PROTOCOL_ERROR)),
        of(
            "5.4.1 after a connection error come GOAWAY and the end",
            client -> client.send(PING, 0, 3, new byte[8]),
            connection(PROTOCOL_ERROR)),
        of(
            "5.5 extension frames are discarded",
            client -> client.send(0xf0, 0, 1, new byte[8]),
            silence()),
        of(
            "5.5 extension frames within a field block are a PROTOCOL_ERROR",
            client -> {
              client.send(HEADERS, END_STREAM, 1, GET);
              client.send(0xf0, 0, 1, new byte[8]);
            },
            connection(PROTOCOL_ERROR)));
  }

  static Stream<FrameCase> dataAndHeaders() {
    return Stream.of(
        of(
            "6.1 DATA of stream 0",
            client -> client.send(DATA, END_STREAM, 0, new byte[4]),
            connection(PROTOCOL_ERROR)),
        of(
            "6.1 DATA of a stream which is half closed",
            client -> {
              client.headers(1, true, request("GET", "/slow"));
              client.data(1, true, "x");
            },
            either(1, STREAM_CLOSED)),
        of(
            "6.1 padding as long as the payload or longer",
            client -> {
              post(client, 1);
              client.send(DATA, PADDED | END_STREAM, 1, hex("06 54 65 73 74"));
            },
            connection(PROTOCOL_ERROR)),
        of(
            "6.1 padding is no content",
            client -> {
              post(client, 1);
              client.send(DATA, PADDED | END_STREAM, 1, hex("02 68 69 00 00"));
            },
            answered(1, 200)),
        of(
            "6.1 padding alone",
            client -> {
              post(client, 1);
              client.send(DATA, PADDED | END_STREAM, 1, hex("00"));
            },
            answered(1, 200)),
        of(
            "6.1 the length of the padding is missing",
            client -> {
              post(client, 1);
              client.send(DATA, PADDED | END_STREAM, 1);
            },
            either(1, FRAME_SIZE_ERROR, PROTOCOL_ERROR)),
        of(
            "6.2 HEADERS of stream 0",
            client -> client.send(HEADERS, END_HEADERS | END_STREAM, 0, GET),
            connection(PROTOCOL_ERROR)),
        of(
            "6.2 padding longer than the rest",
            client -> client.send(HEADERS, END_HEADERS | PADDED, 1, all(hex("ff"), GET)),
            connection(PROTOCOL_ERROR)),
        of(
            "6.2 with padding",
            client ->
                client.send(
                    HEADERS,
                    END_HEADERS | END_STREAM | PADDED,
                    1,
                    all(hex("03"), GET, new byte[3])),
            answered(1, 200)),
        of(
            "6.2 with priority",
            client ->
                client.send(
                    HEADERS,
                    END_HEADERS | END_STREAM | WITH_PRIORITY,
                    1,
                    all(hex("80 00 00 00 ff"), GET)),
            answered(1, 200)),
        of(
            "6.2 priority is flagged and not there",
            client -> client.send(HEADERS, END_HEADERS | WITH_PRIORITY, 1, new byte[3]),
            connection(FRAME_SIZE_ERROR, PROTOCOL_ERROR)),
        of(
            "6.3 PRIORITY in any state",
            client -> {
              client.send(PRIORITY, 0, 101, hex("00 00 00 00 0f"));
              client.headers(1, true, request("GET", "/slow"));
              client.send(PRIORITY, 0, 1, hex("80 00 00 63 ff"));
              client.answer(1);
              client.send(PRIORITY, 0, 1, hex("00 00 00 00 00"));
              get(client, 3);
            },
            answered(3, 200)),
        of(
            "6.3 PRIORITY of stream 0",
            client -> client.send(PRIORITY, 0, 0, new byte[5]),
            connection(PROTOCOL_ERROR)),
        of(
            "6.3 PRIORITY of another length than 5",
            client -> client.send(PRIORITY, 0, 1, new byte[4]),
            either(1, FRAME_SIZE_ERROR)),
        of(
            "6.10 several CONTINUATION",
            client -> {
              client.send(HEADERS, END_STREAM, 1);
              for (int i = 0; i < 4; i++) {
                client.send(CONTINUATION, 0, 1, part(i, 5));
              }
              client.send(CONTINUATION, END_HEADERS, 1, part(4, 5));
            },
            answered(1, 200)),
        of(
            "6.10 CONTINUATION of stream 0",
            client -> {
              client.send(HEADERS, END_STREAM, 1, GET);
              client.send(CONTINUATION, END_HEADERS, 0);
            },
            connection(PROTOCOL_ERROR)),
        of(
            "6.10 CONTINUATION after HEADERS with END_HEADERS",
            client -> {
              client.headers(1, false, request("POST", "/slow"));
              client.send(CONTINUATION, END_HEADERS, 1, block("a", "b"));
            },
            connection(PROTOCOL_ERROR)),
        of(
            "6.10 CONTINUATION after CONTINUATION with END_HEADERS",
            client -> {
              client.send(HEADERS, 0, 1, block(request("POST", "/slow")));
              client.send(CONTINUATION, END_HEADERS, 1);
              client.send(CONTINUATION, END_HEADERS, 1, block("a", "b"));
            },
            connection(PROTOCOL_ERROR)),
        of(
            "6.10 CONTINUATION after DATA",
            client -> {
              client.headers(1, false, request("POST", "/slow"));
              client.data(1, false, "x");
              client.send(CONTINUATION, END_HEADERS, 1, block("a", "b"));
            },
            connection(PROTOCOL_ERROR)));
  }

  private static byte[] part(int index, int parts) {
    int from = GET.length * index / parts;
    return java.util.Arrays.copyOfRange(GET, from, GET.length * (index + 1) / parts);
  }

  static Stream<FrameCase> control() {
    return Stream.of(
        of(
            "6.4 RST_STREAM of stream 0",
            client -> client.send(RST_STREAM, 0, 0, number(CANCEL)),
            connection(PROTOCOL_ERROR)),
        of(
            "6.4 RST_STREAM of an idle stream",
            client -> client.send(RST_STREAM, 0, 1, number(CANCEL)),
            connection(PROTOCOL_ERROR)),
        of(
            "6.4 RST_STREAM of another length than 4",
            client -> {
              post(client, 1);
              client.send(RST_STREAM, 0, 1, new byte[3]);
            },
            connection(FRAME_SIZE_ERROR)),
        of(
            "7 a reset with an unknown code",
            client -> {
              post(client, 1);
              client.send(RST_STREAM, 0, 1, number(0xff));
            },
            silence()),
        of(
            "6.5 SETTINGS with ACK and a payload",
            client -> client.send(SETTINGS, ACK, 0, new byte[6]),
            connection(FRAME_SIZE_ERROR)),
        of(
            "6.5 SETTINGS of a stream",
            client -> client.send(SETTINGS, 0, 1),
            connection(PROTOCOL_ERROR)),
        of(
            "6.5 SETTINGS whose length is no multiple of 6",
            client -> client.send(SETTINGS, 0, 0, new byte[3]),
            connection(FRAME_SIZE_ERROR)),
        of(
            "6.5.2 ENABLE_PUSH other than 0 or 1",
            client -> client.settings(2, 2),
            connection(PROTOCOL_ERROR)),
        of(
            "6.5.2 INITIAL_WINDOW_SIZE above 2^31-1",
            client -> client.settings(4, 0x80000000),
            connection(FLOW_CONTROL_ERROR)),
        of(
            "6.5.2 MAX_FRAME_SIZE below 2^14",
            client -> client.settings(5, (1 << 14) - 1),
            connection(PROTOCOL_ERROR)),
        of(
            "6.5.2 MAX_FRAME_SIZE above 2^24-1",
            client -> client.settings(5, 1 << 24),
            connection(PROTOCOL_ERROR)),
        of("6.5.2 an unknown setting is ignored", client -> client.settings(0xff, 1), silence()),
        of(
            "8441 3 ENABLE_CONNECT_PROTOCOL other than 0 or 1",
            client -> client.settings(8, 2),
            connection(PROTOCOL_ERROR)),
        of(
            "6.5.3 SETTINGS are acknowledged",
            client -> {
              client.settings(3, 50);
              client.next(each -> each.type() == SETTINGS && each.has(ACK));
            },
            silence()),
        of(
            "6.5.3 values are taken in their order",
            client -> {
              client.settings(4, 1000, 4, 1);
              get(client, 1);
              assertThat(client.next(each -> each.type() == DATA).payload()).hasSize(1);
            },
            silence()),
        of(
            "6.7 PING is answered with its octets",
            client -> client.send(PING, 0, 0, "12345678".getBytes()),
            silence()),
        of(
            "6.7 PING with ACK is not answered",
            client -> {
              client.send(PING, ACK, 0, "notours!".getBytes());
              client.send(PING, 0, 0, "is ours!".getBytes());
              assertThat(client.next(each -> each.type() == PING).payload())
                  .isEqualTo("is ours!".getBytes());
            },
            silence()),
        of(
            "6.7 PING of a stream",
            client -> client.send(PING, 0, 1, new byte[8]),
            connection(PROTOCOL_ERROR)),
        of(
            "6.7 PING of another length than 8",
            client -> client.send(PING, 0, 0, new byte[6]),
            connection(FRAME_SIZE_ERROR)),
        of(
            "6.8 GOAWAY of a stream",
            client -> client.send(GOAWAY, 0, 1, new byte[8]),
            connection(PROTOCOL_ERROR)),
        of(
            "7 GOAWAY with an unknown code: what is open is answered",
            client -> {
              client.headers(1, true, request("GET", "/slow"));
              client.send(GOAWAY, 0, 0, all(number(0), number(0xff)));
            },
            answered(1, 200)),
        of(
            "6.9 an increment of 0 for the connection",
            client -> client.window(0, 0),
            connection(PROTOCOL_ERROR)),
        of(
            "6.9 an increment of 0 for a stream",
            client -> {
              post(client, 1);
              client.window(1, 0);
            },
            either(1, PROTOCOL_ERROR)),
        of(
            "6.9 WINDOW_UPDATE of another length than 4",
            client -> client.send(WINDOW_UPDATE, 0, 0, new byte[3]),
            connection(FRAME_SIZE_ERROR)),
        of(
            "6.9.1 the window is kept",
            client -> {
              client.settings(4, 1);
              get(client, 1);
              assertThat(client.next(each -> each.type() == DATA).payload()).hasSize(1);
              client.window(1, 1);
              assertThat(client.next(each -> each.type() == DATA).payload()).hasSize(1);
              client.window(1, 100);
            },
            silence()),
        of(
            "6.9.1 the connection's window above 2^31-1",
            client -> {
              client.window(0, Integer.MAX_VALUE);
              client.window(0, Integer.MAX_VALUE);
            },
            connection(FLOW_CONTROL_ERROR)),
        of(
            "6.9.1 a stream's window above 2^31-1",
            client -> {
              post(client, 1);
              client.window(1, Integer.MAX_VALUE);
              client.window(1, Integer.MAX_VALUE);
            },
            reset(1, FLOW_CONTROL_ERROR)),
        of(
            "6.9.1 more than the stream's window",
            client -> {
              client.headers(1, false, request("POST", "/slow"));
              for (int i = 0; i < 17; i++) {
                client.send(DATA, 0, 1, new byte[1 << 14]);
              }
            },
            either(1, FLOW_CONTROL_ERROR)),
        of(
            "6.9.2 a change of INITIAL_WINDOW_SIZE moves the windows of open streams",
            client -> {
              client.settings(4, 0);
              get(client, 1);
              client.next(each -> each.type() == HEADERS);
              client.settings(4, 2);
              assertThat(client.next(each -> each.type() == DATA).payload()).hasSize(2);
            },
            silence()),
        of(
            "6.9.2 a window may be negative",
            client -> {
              client.settings(4, 2);
              get(client, 1);
              assertThat(client.next(each -> each.type() == DATA).payload()).hasSize(2);
              client.settings(4, 0);
              client.next(each -> each.type() == SETTINGS && each.has(ACK));
              client.window(1, 2);
              FrameCase.alive(client);
              client.window(1, 1);
              assertThat(client.next(each -> each.type() == DATA).payload()).hasSize(1);
            },
            silence()),
        of(
            "6.9.2 a setting that makes a window larger than 2^31-1",
            client -> {
              post(client, 1);
              client.window(1, 1 << 30);
              client.settings(4, Integer.MAX_VALUE);
            },
            connection(FLOW_CONTROL_ERROR)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"format", "dataAndHeaders", "control"})
  void aFrame(FrameCase given) throws Exception {
    given.run(started);
  }

  @Test
  void aBrokenPrefaceIsNone() throws Exception {
    try (Wire wire = started.connect()) {
      assertThat(wire.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n").rest()).startsWith("HTTP/1.1 400 ");
    }
    try (Frames client =
        new Frames(new java.net.Socket("127.0.0.1", started.server.address().getPort()))) {
      client.raw(PREFACE.getBytes());
      client.send(PING, 0, 0, new byte[8]); // RFC 9113 §3.4: SETTINGS come first
      assertThat(FrameCase.ending(client)).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @Test
  void aPrefaceMayComeOctetByOctet() throws Exception {
    try (Frames client =
        new Frames(new java.net.Socket("127.0.0.1", started.server.address().getPort()))) {
      byte[] octets = all(PREFACE.getBytes(), frame(SETTINGS, 0, 0), frame(HEADERS, 5, 1, GET));
      for (byte each : octets) {
        client.raw(new byte[] {each});
      }
      assertThat(client.answer(1).text()).isEqualTo("now");
    }
  }
}
