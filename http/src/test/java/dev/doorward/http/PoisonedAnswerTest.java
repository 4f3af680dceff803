package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Applications whose answers could be read in two ways, or that say more than they were asked: the
 * client sees one answer or a 502, and the next client sees nothing of it. Each case names the
 * sentence it is about; the shorter list of broken answers is in {@link ForwardTest}.
 */
class PoisonedAnswerTest extends BetweenTwo {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String EVIL =
      "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nSet-Cookie: evil=1\r\n\r\nevil";

  private static String request(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static Arguments of(String sentence, String octets) {
    return Arguments.of(sentence, octets);
  }

  private static Arguments fields(String sentence, String lines) {
    return of(sentence, OK + lines + "\r\n\r\n0\r\n\r\n");
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        fields("9112 §6.3 both", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
        fields("9112 §6.3 both, a length of nothing", "Content-Length: 0\r\nTransfer-Encoding: x"),
        fields("9112 §6.1 chunked twice", "Transfer-Encoding: chunked, chunked"),
        fields("9112 §6.1 two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        fields("9112 §6.1 other coding", "Transfer-Encoding: gzip, chunked"),
        fields("9112 §6.1 trailing comma", "Transfer-Encoding: chunked,"),
        fields("9112 §6.1 looks so", "Transfer-Encoding: xchunked"),
        fields("9112 §6.1 identity", "Transfer-Encoding: identity"),
        fields("9110 §5.5 vertical tab", "Transfer-Encoding:\u000bchunked"),
        fields("9112 §5.2 fold", "Transfer-Encoding:\r\n chunked"),
        fields("9112 §5.1 space before the colon", "Transfer-Encoding : chunked"),
        fields("9112 §6.3 two lengths", "Content-Length: 5\r\ncontent-length: 0"),
        fields("9112 §6.3 list of lengths", "Content-Length: 5, 5"),
        fields("9110 §8.6 plus", "Content-Length: +5"),
        fields("9110 §8.6 hex", "Content-Length: 0x5"),
        fields("9110 §8.6 empty", "Content-Length:"),
        fields("9110 §8.6 overflow", "Content-Length: 9223372036854775813"),
        fields("9110 §5.5 bare CR", "X: a\rSet-Cookie: evil=1\r\nContent-Length: 5"),
        fields("9110 §5.5 bare LF", "X: a\nSet-Cookie: evil=1\r\nContent-Length: 5"),
        fields("9110 §5.5 CR CR LF", "X: a\r\r\nSet-Cookie: evil=1\r\nContent-Length: 5"),
        fields("9110 §5.5 NUL", "X: a\u0000b\r\nContent-Length: 5"),
        fields("9110 §5.1 NUL in a name", "X\u0000: a\r\nContent-Length: 5"),
        fields("9110 §5.1 no colon", "Set-Cookie evil=1\r\nContent-Length: 5"),
        fields("9110 §5.1 no name", ": a\r\nContent-Length: 5"),
        fields("9112 §5 a status line in the fields", "HTTP/1.1 200 OK\r\nContent-Length: 5"),
        of("9112 §4 bare CR in the reason", "HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §4 NUL in the reason", "HTTP/1.1 200 O\u0000K\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §4 letter in the status", "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §4 minus", "HTTP/1.1 -20 OK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §4 tab", "HTTP/1.1\t200 OK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §4 other protocol", "ICY 200 OK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §2.3 lower case", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §2.3 1.2", "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §2.2 white space before the fields", OK + " X: a\r\nContent-Length: 0\r\n\r\n"),
        of("9110 §15.2.2 101 unasked", "HTTP/1.1 101 Yes\r\nUpgrade: h2c\r\n\r\n"),
        of("9110 §15 no class", "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n"),
        of("9112 §2.2 a second line end", "\r\n\r\n" + OK + "Content-Length: 0\r\n\r\n"),
        of("9112 §11.1 only interim answers", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(200)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void anAnswerOfTwoReadingsIs502AndItsConnectionIsGone(String sentence, String octets)
      throws Exception {
    wire.send(request("GET", "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send(octets);
    assertThat(last()).startsWith("HTTP/1.1 502 ").endsWith("BROKEN").doesNotContain("evil");
    assertThat(upstream.rest()).isIn("", "<reset>");
    theNextClientGetsItsOwn();
  }

  /** The answer after the interim ones, which may be there. */
  private String last() throws Exception {
    String answer = wire.answer();
    while (answer.startsWith("HTTP/1.1 1")) {
      answer = wire.answer();
    }
    return answer;
  }

  private void theNextClientGetsItsOwn() throws Exception {
    try (Wire next = started.connect()) {
      next.send(request("GET", "/app"));
      Wire upstream = app.accept();
      upstream.head();
      upstream.send(OK + "Content-Length: 4\r\n\r\nmine");
      assertThat(next.answer()).startsWith(OK).endsWith("\r\n\r\nmine").doesNotContain("evil");
    }
  }

  private static Arguments more(String sentence, String method, String octets) {
    return Arguments.of(sentence, method, octets);
  }

  /** Answers with more behind them, all of which end at once by what they say. */
  static Stream<Arguments> tooMuch() {
    return Stream.of(
        more("9112 §9.2 a second answer", "GET", OK + "Content-Length: 2\r\n\r\nok"),
        more(
            "9112 §9.2 behind chunks",
            "GET",
            OK + "Transfer-Encoding: chunked\r\n\r\n" + "2\r\nok\r\n0\r\n\r\n"),
        more("9112 §6.3 behind a HEAD", "HEAD", OK + "Content-Length: 2\r\n\r\n"),
        more("9112 §6.3 behind a HEAD, chunked", "HEAD", OK + "Transfer-Encoding: chunked\r\n\r\n"),
        more("9112 §6.3 behind a HEAD without framing", "HEAD", OK + "\r\n"),
        more("9112 §6.3 behind a 204", "GET", "HTTP/1.1 204 No\r\n\r\n"),
        more(
            "9112 §6.1 a 204 in chunks",
            "GET",
            "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked" + "\r\n\r\n"),
        more(
            "9110 §8.6 a 204 with a length", "GET", "HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n"),
        more("9112 §6.3 behind a 304", "GET", "HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n"),
        more(
            "9110 §15.2 behind an interim answer with a length",
            "GET",
            "HTTP/1.1 103 Early\r\nContent-Length: 9\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nok"),
        more(
            "9110 §15.2 behind an interim answer in chunks",
            "GET",
            "HTTP/1.1 102 Yes\r\nTransfer-Encoding: chunked\r\n\r\n"
                + OK
                + "Content-Length: 2\r\n\r\nok"),
        more(
            "9112 §7.1 behind trailers which frame",
            "GET",
            OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nContent-Length: 9\r\n\r\n"),
        more(
            "9110 §7.6.1 a length which is nominated",
            "GET",
            OK + "Connection: Content-Length\r\nContent-Length: 2\r\n\r\nok"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuch")
  void whatFollowsAnAnswerReachesNobody(String sentence, String method, String octets)
      throws Exception {
    wire.send(request(method, "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send(octets + EVIL);
    theClientSeesOneAnswer(method, octets);
    assertThat(upstream.rest()).isIn("", "<reset>");
    theNextClientGetsItsOwn();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuch")
  void whatComesLateReachesNobody(String sentence, String method, String octets) throws Exception {
    wire.send(request(method, "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send(octets);
    theClientSeesOneAnswer(method, octets);
    upstream.send(EVIL);
    assertThat(upstream.rest()).isIn("", "<reset>");
    theNextClientGetsItsOwn();
  }

  private void theClientSeesOneAnswer(String method, String octets) throws Exception {
    // the only answers whose length is not that of what follows
    boolean bare = method.equals("HEAD") || octets.startsWith("HTTP/1.1 304 ");
    String answer = bare ? wire.head() : last();
    assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("evil");
    wire.send("GET /now HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(wire.rest()).startsWith(OK).endsWith("\r\n\r\nnow").doesNotContain("evil");
  }

  /** RFC 9110 §15.2: an interim answer says little, and nothing of who signs in or may read it. */
  @Test
  void anInterimAnswerHasNoFieldsWhichOnlyAFinalOneMayHave() throws Exception {
    wire.send(request("GET", "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send(
        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\nSet-Cookie: evil=1\r\nContent-Length: 4\r\n"
            + "Access-Control-Allow-Origin: *\r\nCache-Control: public\r\n\r\n");
    assertThat(wire.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    upstream.send(OK + "Content-Length: 2\r\n\r\nok");
    assertThat(wire.answer()).startsWith(OK).endsWith("ok");
  }

  /** RFC 9112 §9.3.2: answers come in the order of the requests, each with its own content. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 100})
  void pipelinedRequestsAreAskedOneByOne(int content) throws Exception {
    wire.send(request("GET", "/app").repeat(3));
    for (int i = 0; i < 3; i++) {
      Wire upstream = app.accept();
      assertThat(upstream.head()).startsWith("GET /app HTTP/1.1\r\n");
      upstream.send(OK + "Content-Length: " + content + "\r\n\r\n" + "x".repeat(content) + EVIL);
      assertThat(wire.answer()).endsWith("\r\n\r\n" + "x".repeat(content)).doesNotContain("evil");
    }
  }
}
