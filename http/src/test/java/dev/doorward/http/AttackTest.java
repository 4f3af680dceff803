package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two hops could read in two ways. Each must give one 400 and a close; neither it nor
 * what hides behind it may reach the handler's routes or the application.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST /app HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNKS = "0\r\n\r\n";

  private Started started;
  private App app;

  @BeforeAll
  void start() throws Exception {
    started = new Started();
    app = new App();
    started.handler.upstream = app.upstream();
  }

  @AfterAll
  void stop() throws Exception {
    app.close();
    started.close();
  }

  private static Arguments of(String sentence, String octets) {
    return Arguments.of(sentence, octets);
  }

  private static Arguments head(String sentence, String lines) {
    return of(sentence, POST + lines + "\r\n\r\n" + CHUNKS);
  }

  private static Arguments chunk(String sentence, String chunks) {
    return of(sentence, CHUNKED + chunks);
  }

  static Stream<Arguments> framing() {
    return Stream.of(
        head("9112 §6.1 CL.TE", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        head("9112 §6.1 TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
        head("9112 §6.1 TE.TE", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        head("9112 §6.1 TE.TE, one unknown", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x"),
        head("9112 §6.1 a name that only looks so", "Transfer-Encoding: xchunked"),
        head("9112 §6.1 chunked not last", "Transfer-Encoding: chunked, identity"),
        head("9112 §6.1 other coding", "Transfer-Encoding: gzip, chunked"),
        head("9112 §6.1 identity", "Transfer-Encoding: identity"),
        head("9112 §6.1 empty", "Transfer-Encoding:"),
        head("9112 §6.1 list with nothing", "Transfer-Encoding: ,chunked"),
        head("9112 §6.1 quoted", "Transfer-Encoding: \"chunked\""),
        head("9112 §6.1 parameter", "Transfer-Encoding: chunked;q=1"),
        head("9112 §5.1 space before colon", "Transfer-Encoding : chunked"),
        head("9112 §5.1 tab before colon", "Transfer-Encoding\t: chunked"),
        head("9110 §5.5 vertical tab", "Transfer-Encoding: \u000bchunked"),
        head("9110 §5.5 NUL", "Transfer-Encoding: chunked\u0000"),
        head("9110 §5.5 NUL in a name", "Transfer-Encoding\u0000: chunked"),
        head("9112 §5.2 obs-fold", "Transfer-Encoding:\r\n chunked"),
        head("9112 §5.2 obs-fold, tab", "X: y\r\n\tTransfer-Encoding: chunked"),
        head("9112 §2.2 white space before the first field", " X: y"),
        head("9112 §2.2 bare CR", "X: y\rTransfer-Encoding: chunked"),
        head("9112 §2.2 bare LF", "X: y\nTransfer-Encoding: chunked"),
        head("9112 §2.2 CR CR LF", "X: y\r\r\nTransfer-Encoding: chunked"),
        head("9110 §5.1 no colon", "Transfer-Encoding chunked"),
        head("9110 §5.1 empty name", ": chunked"),
        head("9110 §5.6.2 no token", "Transfer(Encoding: chunked"),
        head("9110 §5.6.2 high octet in a name", "Tr\u00e4nsfer: chunked"),
        head("9112 §6.3 two lengths", "Content-Length: 5\r\nContent-Length: 6"),
        head("9112 §6.3 twice the same length", "Content-Length: 5\r\nContent-Length: 5"),
        head("9112 §6.3 list of lengths", "Content-Length: 5, 5"),
        head("9110 §8.6 plus", "Content-Length: +5"),
        head("9110 §8.6 minus", "Content-Length: -5"),
        head("9110 §8.6 hex", "Content-Length: 0x5"),
        head("9110 §8.6 space inside", "Content-Length: 5 0"),
        head("9110 §8.6 empty", "Content-Length:"),
        head("9110 §8.6 fraction", "Content-Length: 5.0"),
        head("9110 §8.6 overflow of 64 bits", "Content-Length: 18446744073709551621"),
        head("9110 §8.6 other digits", "Content-Length: \u00b2"),
        of("9112 §3.2 no Host", "POST /app HTTP/1.1\r\nContent-Length: 5\r\n\r\n" + CHUNKS),
        head("9112 §3.2 two Hosts", "Host: b\r\nContent-Length: 5"),
        of(
            "9112 §3.2 a Host that is none",
            "POST /app HTTP/1.1\r\nHost: a/b\r\nContent-Length: 5\r\n\r\n"),
        of(
            "9112 §6.1 TE in 1.0",
            "POST /app HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS),
        of(
            "9112 §6.1 TE in 1.0 with a length",
            "POST /app HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
        of("9110 §8.6 list in 1.0", "POST /app HTTP/1.0\r\nContent-Length: 5,5\r\n\r\n"),
        of("9112 §3 fragment", "GET /app#x HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 control", "GET /app\u0001 HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 high octet", "GET /app\u00fc HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3.2 no path", "GET app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3.2 asterisk without OPTIONS", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9110 §4.2 other scheme", "GET ftp://a/app HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  static Stream<Arguments> chunks() {
    return Stream.of(
        chunk("9112 §7.1 overflow of 64 bits", "10000000000000005\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 overflow of 32 bits", "fffffffffffffffe\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 minus", "-5\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 plus", "+5\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 0x", "0x5\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 underscore", "5_0\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 space before", " 5\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 space after", "5 \r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 tab after", "5\t\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 no size", "\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 extension without size", ";x\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 bare LF", "5\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 bare CR", "5\rhello\r\n" + CHUNKS),
        chunk("9112 §7.1 CR CR LF", "5\r\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1.1 bare LF in an extension", "5;x\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1.1 bare CR in an extension", "5;x\rx\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1.1 NUL in an extension", "5;\u0000\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1.1 long extension", "5;" + "x".repeat(300) + "\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 longer than its size", "5\r\nhelloX\r\n" + CHUNKS),
        chunk("9112 §7.1 shorter than its size", "6\r\nhello\r\n" + CHUNKS),
        chunk("9112 §7.1 no end of chunk", "5\r\nhello" + CHUNKS),
        chunk("9112 §7.1 LF as end of chunk", "5\r\nhello\n" + CHUNKS),
        chunk("9112 §7.1 last chunk without CR", "5\r\nhello\r\n0\n\n"),
        chunk("9112 §7.1.2 bare LF in trailers", "0\r\nX: y\n\r\n"),
        chunk("9112 §7.1.2 trailers end with LF", "0\r\nX: y\r\n\n"),
        chunk("9112 §7.1.2 obs-fold in trailers", "0\r\nX: y\r\n z\r\n\r\n"),
        chunk("9112 §7.1.2 trailer without colon", "0\r\nX\r\n\r\n"));
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        of("9112 §2.2 bare LF", "GET /app HTTP/1.1\nHost: a\n\n"),
        of("9112 §3 two spaces", "GET  /app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 two spaces before the version", "GET /app  HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 tab", "GET\t/app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 space in the target", "GET /app /x HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 space before", " GET /app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 space behind", "GET /app HTTP/1.1 \r\nHost: a\r\n\r\n"),
        of("9112 §3 no version", "GET /app\r\nHost: a\r\n\r\n"),
        of("9112 §3 no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 lower case", "GET /app http/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 two digits", "GET /app HTTP/1.10\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 1.2", "GET /app HTTP/1.2\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 0.9", "GET /app HTTP/0.9\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 2.0", "GET /app HTTP/2.0\r\nHost: a\r\n\r\n"),
        of("9113 §3.4 broken preface", "PRI * HTTP/2.0\r\n\r\nSX\r\n\r\n"),
        of("9112 §3 method that is none", "G(T /app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §2.2 two empty lines", "\r\n\r\nGET /app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §2.2 an empty line with LF", "\nGET /app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("C214 a PROXY header", "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\nGET /app HTTP/1.1\r\n\r\n"),
        of("a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"framing", "chunks"})
  void anAmbiguousRequestIsRefusedWithAWordedAnswer(String sentence, String octets)
      throws Exception {
    int faults = started.handler.faults.size();
    String answer = refused(octets);
    assertThat(answer).contains("Content-Type: text/plain\r\n");
    assertThat(started.handler.faults).hasSize(faults + 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void aHeadThatCannotBeReadGetsABareRefusal(String sentence, String octets) throws Exception {
    assertThat(refused(octets)).contains("Content-Length: 0\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"framing", "chunks", "lines"})
  void theSameOctetByOctet(String sentence, String octets) throws Exception {
    int hidden = asked("GET /hidden");
    try (Wire wire = started.connect()) {
      try {
        for (char c : (octets + HIDDEN).toCharArray()) {
          wire.send(String.valueOf(c));
        }
      } catch (java.net.SocketException _) {
        // closed in the middle
      }
      assertThat(wire.rest()).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }
    assertThat(asked("GET /hidden")).isEqualTo(hidden);
  }

  private String refused(String octets) throws Exception {
    int routes = started.handler.asked.size();
    int seen = app.connections();
    try (Wire wire = started.connect()) {
      String answer = wire.send(octets + HIDDEN).rest();
      assertThat(answer)
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("\r\nConnection: close\r\n")
          .doesNotContain("<reset>");
      assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
      assertThat(List.copyOf(started.handler.asked)).hasSize(routes);
      assertThat(app.connections()).isEqualTo(seen);
      return answer;
    }
  }

  private int asked(String what) {
    return (int) started.handler.asked.stream().filter(what::equals).count();
  }
}
