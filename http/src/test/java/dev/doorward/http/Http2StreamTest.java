package dev.doorward.http;

import static dev.doorward.http.FrameCase.answered;
import static dev.doorward.http.FrameCase.connection;
import static dev.doorward.http.FrameCase.either;
import static dev.doorward.http.FrameCase.of;
import static dev.doorward.http.FrameCase.reset;
import static dev.doorward.http.FrameCase.silence;
import static dev.doorward.http.Frames.*;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The states of a stream (RFC 9113 §5) and what a request must be (§8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2StreamTest {
  private Started started;

  @BeforeAll
  void start() throws Exception {
    started = new Started();
  }

  @AfterAll
  void stop() {
    started.close();
  }

  private static void slow(Frames client, int stream, boolean end) throws IOException {
    client.headers(stream, end, request(end ? "GET" : "POST", "/slow"));
  }

  private static void afterReset(Frames client) throws IOException {
    slow(client, 1, false);
    client.send(RST_STREAM, 0, 1, number(CANCEL));
  }

  private static void afterEnd(Frames client) throws IOException {
    client.headers(1, true, request("GET", "/now"));
    client.answer(1);
  }

  static Stream<FrameCase> states() {
    return Stream.of(
        of("5.1 idle: DATA", client -> client.data(1, true, "x"), connection(PROTOCOL_ERROR)),
        of(
            "5.1 idle: RST_STREAM",
            client -> client.send(RST_STREAM, 0, 1, number(CANCEL)),
            connection(PROTOCOL_ERROR)),
        of("5.1 idle: WINDOW_UPDATE", client -> client.window(1, 100), connection(PROTOCOL_ERROR)),
        of(
            "5.1 idle: CONTINUATION",
            client -> client.send(CONTINUATION, END_HEADERS, 1, block("a", "b")),
            connection(PROTOCOL_ERROR)),
        of(
            "5.1 half closed (remote): DATA",
            client -> {
              slow(client, 1, true);
              client.data(1, true, "x");
            },
            either(1, STREAM_CLOSED)),
        of(
            "5.1 half closed (remote): HEADERS",
            client -> {
              slow(client, 1, true);
              client.headers(1, true, "x", "y");
            },
            // of the MUST for STREAM_CLOSED the codec keeps all but the code
            either(1, STREAM_CLOSED, PROTOCOL_ERROR)),
        of(
            "5.1 half closed (remote): CONTINUATION",
            client -> {
              slow(client, 1, true);
              client.send(CONTINUATION, END_HEADERS, 1, block("a", "b"));
            },
            either(1, STREAM_CLOSED, PROTOCOL_ERROR)),
        of(
            "5.1 half closed (remote): WINDOW_UPDATE, PRIORITY and RST_STREAM are taken",
            client -> {
              slow(client, 1, true);
              client.window(1, 100);
              client.send(PRIORITY, 0, 1, new byte[5]);
              client.send(RST_STREAM, 0, 1, number(CANCEL));
            },
            silence()),
        of(
            "5.1 closed by RST_STREAM: DATA",
            client -> {
              afterReset(client);
              client.data(1, true, "x");
            },
            either(1, STREAM_CLOSED)),
        of(
            "5.1 closed by RST_STREAM: HEADERS",
            client -> {
              afterReset(client);
              client.headers(1, true, request("GET", "/now"));
            },
            either(1, STREAM_CLOSED, PROTOCOL_ERROR)),
        of(
            "5.1 closed by RST_STREAM: CONTINUATION",
            client -> {
              afterReset(client);
              client.send(CONTINUATION, END_HEADERS, 1, block("a", "b"));
            },
            either(1, STREAM_CLOSED, PROTOCOL_ERROR)),
        of(
            "5.1 closed by END_STREAM: DATA",
            client -> {
              afterEnd(client);
              client.data(1, true, "x");
            },
            either(1, STREAM_CLOSED)),
        of(
            "5.1 closed by END_STREAM: HEADERS",
            client -> {
              afterEnd(client);
              client.headers(1, true, request("GET", "/now"));
            },
            either(1, STREAM_CLOSED, PROTOCOL_ERROR)),
        of(
            "5.1 closed by END_STREAM: CONTINUATION",
            client -> {
              afterEnd(client);
              client.send(CONTINUATION, END_HEADERS, 1, block("a", "b"));
            },
            either(1, STREAM_CLOSED, PROTOCOL_ERROR)),
        of(
            "5.1 closed: WINDOW_UPDATE, RST_STREAM and PRIORITY may still be on their way",
            client -> {
              afterEnd(client);
              client.window(1, 100);
              client.send(RST_STREAM, 0, 1, number(CANCEL));
              client.send(PRIORITY, 0, 1, new byte[5]);
            },
            silence()),
        of(
            "5.1.1 a client's stream has no even number",
            client -> client.headers(2, true, request("GET", "/now")),
            connection(PROTOCOL_ERROR)),
        of(
            "5.1.1 a new stream has a larger number than all before",
            client -> {
              client.headers(5, true, request("GET", "/now"));
              client.answer(5);
              client.headers(3, true, request("GET", "/now"));
            },
            either(3, PROTOCOL_ERROR, STREAM_CLOSED)),
        of(
            "5.1.2 more streams than allowed are refused, and the others served",
            client -> {
              for (int i = 0; i <= 100; i++) {
                slow(client, 2 * i + 1, true);
              }
            },
            reset(201, REFUSED_STREAM, PROTOCOL_ERROR)),
        of(
            "8.4 a client does not push",
            client -> {
              slow(client, 1, false);
              client.send(
                  PUSH_PROMISE, END_HEADERS, 1, all(number(2), block(request("GET", "/now"))));
            },
            connection(PROTOCOL_ERROR)));
  }

  private static FrameCase malformed(String sentence, String... fields) {
    return of(sentence, client -> client.headers(1, true, fields), refusedWith(1));
  }

  /** RFC 9113 §8.1.1: a stream error, or an answer before it. */
  private static FrameCase.Verdict refusedWith(int stream) {
    return new FrameCase.Verdict.Malformed(stream);
  }

  private static String[] without(String pseudo) {
    String[] all = request("GET", "/now");
    String[] rest = new String[all.length - 2];
    for (int i = 0, to = 0; i < all.length; i += 2) {
      if (!all[i].equals(pseudo)) {
        rest[to++] = all[i];
        rest[to++] = all[i + 1];
      }
    }
    return rest;
  }

  static Stream<FrameCase> requests() {
    return Stream.of(
        of(
            "8.1 a second HEADERS without END_STREAM",
            client -> {
              client.headers(1, false, request("POST", "/echo"));
              client.headers(1, false, "x", "y");
            },
            reset(1, PROTOCOL_ERROR)),
        of(
            "8.1 trailers",
            client -> {
              client.headers(1, false, request("POST", "/echo"));
              client.data(1, false, "x");
              client.headers(1, true, "x", "y");
            },
            answered(1, 200)),
        of(
            "8.1 pseudo-header fields in trailers",
            client -> {
              client.headers(1, false, request("POST", "/echo"));
              client.data(1, false, "x");
              client.headers(1, true, ":method", "GET");
            },
            refusedWith(1)),
        malformed("8.2.1 upper case in a name", request("GET", "/now", "X-Test", "y")),
        malformed("8.2.1 a space in a name", request("GET", "/now", "x test", "y")),
        malformed("8.2.1 a control character in a name", request("GET", "/now", "x\u0001", "y")),
        malformed("8.2.1 DEL in a name", request("GET", "/now", "x\u007f", "y")),
        malformed("8.2.1 a high octet in a name", request("GET", "/now", "x\u00e4", "y")),
        malformed("8.2.1 a colon in a name", request("GET", "/now", "x:y", "y")),
        malformed("8.2.1 no name", request("GET", "/now", "", "y")),
        malformed("8.2.1 NUL in a value", request("GET", "/now", "x", "a\u0000b")),
        malformed("8.2.1 LF in a value", request("GET", "/now", "x", "a\nb")),
        malformed("8.2.1 CR in a value", request("GET", "/now", "x", "a\rb")),
        malformed("8.2.1 a space before a value", request("GET", "/now", "x", " y")),
        malformed("8.2.1 a space behind a value", request("GET", "/now", "x", "y ")),
        malformed("8.2.1 a tab behind a value", request("GET", "/now", "x", "y\t")),
        malformed("8.2.2 connection", request("GET", "/now", "connection", "keep-alive")),
        malformed("8.2.2 proxy-connection", request("GET", "/now", "proxy-connection", "x")),
        malformed("8.2.2 keep-alive", request("GET", "/now", "keep-alive", "x")),
        malformed(
            "8.2.2 transfer-encoding", request("GET", "/now", "transfer-encoding", "chunked")),
        malformed("8.2.2 upgrade", request("GET", "/now", "upgrade", "h2c")),
        malformed(
            "8.2.2 te other than trailers", request("GET", "/now", "te", "trailers, deflate")),
        of(
            "8.2.2 te: trailers",
            client -> client.headers(1, true, request("GET", "/now", "te", "trailers")),
            answered(1, 200)),
        malformed("8.3 an unknown pseudo-header field", request("GET", "/now", ":test", "x")),
        malformed("8.3 one of an answer", request("GET", "/now", ":status", "200")),
        malformed(
            "8.3 one after a regular field",
            ":method",
            "GET",
            ":scheme",
            "http",
            "x",
            "y",
            ":path",
            "/now",
            ":authority",
            "a"),
        malformed("8.3.1 an empty path", request("GET", "")),
        malformed("8.3.1 no :method", without(":method")),
        malformed("8.3.1 no :scheme", without(":scheme")),
        malformed("8.3.1 no :path", without(":path")),
        malformed("8.3.1 neither :authority nor host", without(":authority")),
        malformed("8.3.1 :method twice", request("GET", "/now", ":method", "GET")),
        malformed("8.3.1 :scheme twice", request("GET", "/now", ":scheme", "http")),
        malformed("8.3.1 :path twice", request("GET", "/now", ":path", "/now")),
        malformed("8.3.1 :authority twice", request("GET", "/now", ":authority", "door.test")),
        malformed(
            "8.3.1 userinfo in :authority",
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            "/now",
            ":authority",
            "user@door.test"),
        malformed("8.3.1 another host", request("GET", "/now", "host", "other.test")),
        malformed("8.3.1 two of host", request("GET", "/now", "host", "door.test", "host", "b")),
        malformed("8.3.1 a space in :path", request("GET", "/now HTTP/1.1")),
        malformed("8.3.1 a line end in :path", request("GET", "/now\r\nx: y")),
        malformed("8.3.1 a line end in :method", request("GET / HTTP/1.1\r\nx:y\r\n", "/now")),
        malformed(
            "8.3.1 a line end in :authority",
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            "/now",
            ":authority",
            "a\r\nx: y"),
        malformed("8.3.1 an absolute :path", request("GET", "http://door.test/now")),
        malformed("8.3.1 a fragment in :path", request("GET", "/now#x")),
        malformed("8.3.1 the asterisk for GET", request("GET", "*")),
        of(
            "8.3.1 the asterisk for OPTIONS",
            client -> client.headers(1, true, request("OPTIONS", "*")),
            answered(1, 404)),
        of(
            "8.3.1 host in place of :authority",
            client ->
                client.headers(
                    1,
                    true,
                    ":method",
                    "GET",
                    ":scheme",
                    "http",
                    ":path",
                    "/now",
                    "host",
                    "door.test"),
            answered(1, 200)),
        malformed("8.5 CONNECT with :path and :scheme", request("CONNECT", "/now")),
        malformed("8441 4 :protocol without CONNECT", request("GET", "/now", ":protocol", "x")),
        malformed("8441 4 an unknown :protocol", request("CONNECT", "/now", ":protocol", "x")),
        of(
            "8.1.1 a content shorter than its content-length",
            client -> {
              client.headers(1, false, request("POST", "/echo", "content-length", "5"));
              client.data(1, true, "test");
            },
            refusedWith(1)),
        of(
            "8.1.1 a content longer than its content-length, in several frames",
            client -> {
              client.headers(1, false, request("POST", "/echo", "content-length", "5"));
              client.data(1, false, "test");
              client.data(1, true, "test");
            },
            refusedWith(1)),
        of(
            "8.1.1 a content-length and no content",
            client -> client.headers(1, true, request("POST", "/echo", "content-length", "5")),
            refusedWith(1)),
        of(
            "8.1.1 a content-length and an empty DATA",
            client -> {
              client.headers(1, false, request("POST", "/echo", "content-length", "5"));
              client.data(1, true, "");
            },
            refusedWith(1)),
        of(
            "8.1.1 a content-length and trailers alone",
            client -> {
              client.headers(1, false, request("POST", "/echo", "content-length", "5"));
              client.headers(1, true, "x", "y");
            },
            refusedWith(1)),
        malformed(
            "8.6 two lengths",
            request("POST", "/echo", "content-length", "0", "content-length", "5")),
        malformed("8.6 a length that is none", request("POST", "/echo", "content-length", "+0")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"states", "requests"})
  void aStream(FrameCase given) throws Exception {
    given.run(started);
  }
}
