package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests on which two hops could disagree, beside those of {@link AttackTest}: each is refused
 * before an application hears of it, or reaches the application in the one form which every server
 * reads alike. Each case names the sentence it is about.
 */
class SmugglingTest extends BetweenTwo {
  private static final String POST = "POST /app HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String USER = "X-Doorward-User: alice\r\n";
  private static final String SENT = POST + USER;
  private static final String SENT_CHUNKED = SENT + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String NEXT = "GET /now HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static Arguments of(String sentence, String octets) {
    return Arguments.of(sentence, octets);
  }

  private static Arguments head(String sentence, String lines) {
    return of(sentence, POST + lines + "\r\n\r\n0\r\n\r\n");
  }

  private static Arguments get(String sentence, String lines) {
    return of(sentence, "GET /app HTTP/1.1\r\n" + lines + "\r\n\r\n");
  }

  private static Arguments chunks(String sentence, String chunks) {
    return of(sentence, CHUNKED + chunks);
  }

  /** "MUST be treated as an error", "MUST reject", or a line which its grammar does not know. */
  static Stream<Arguments> refused() {
    return Stream.of(
            codings(), lengths(), lines(), hosts(), chunkedContent(), trailerSections(), versions())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> codings() {
    return Stream.of(
        head("9112 §6.1 chunked at most once", "Transfer-Encoding: chunked, chunked"),
        head("9112 §6.1 trailing comma", "Transfer-Encoding: chunked,"),
        head("9112 §6.1 trailing comma and space", "Transfer-Encoding: chunked, "),
        head("9112 §6.1 two lines in two cases", "Transfer-Encoding: x\r\ntransfer-encoding: y"),
        head("9112 §6.1 second line empty", "Transfer-Encoding: chunked\r\nTransfer-Encoding:"),
        head("9112 §6.1 first line empty", "Transfer-Encoding:\r\nTransfer-Encoding: chunked"),
        head("9112 §6.1 unknown coding", "Transfer-Encoding: cow"),
        head("9112 §6.1 known, not last", "Transfer-Encoding: chunked, gzip"),
        head("9112 §6.1 known, before chunked", "Transfer-Encoding: deflate, chunked"),
        head("9112 §6.1 half a quoted string", "Transfer-Encoding: \"chunked"),
        head("9112 §6.1 single quotes", "Transfer-Encoding: 'chunked'"),
        head("9112 §6.1 prefix", "Transfer-Encoding: chunkedx"),
        head("9112 §6.1 space inside", "Transfer-Encoding: chunk ed"),
        head("9112 §6.1 semicolon", "Transfer-Encoding: chunked;"),
        head(
            "9112 §6.1 a length of nothing too", "Transfer-Encoding: chunked\r\nContent-Length: 0"),
        head("9112 §6.1 an empty length too", "Content-Length:\r\nTransfer-Encoding: chunked"),
        head("9110 §5.5 form feed", "Transfer-Encoding: \fchunked"),
        head("9110 §5.5 vertical tab behind", "Transfer-Encoding: chunked\u000b"),
        head("9110 §5.5 DEL", "Transfer-Encoding: chunked\u007f"),
        head("9110 §5.5 NEL is no white space", "Transfer-Encoding: chunked\u0085"),
        head("9110 §5.5 NBSP is no white space", "Transfer-Encoding: \u00a0chunked"),
        head("9112 §5.2 fold before the coding", "Transfer-Encoding:\r\n\tchunked"),
        head("9112 §5.2 fold behind the coding", "Transfer-Encoding: chunked\r\n , identity"),
        head("9112 §5.2 fold with nothing", "Transfer-Encoding: chunked\r\n \r\nX: y"));
  }

  private static Stream<Arguments> lengths() {
    return Stream.of(
        head("9112 §6.3 list of two", "Content-Length: 5,6"),
        head("9112 §6.3 list with nothing", "Content-Length: 5,"),
        head("9112 §6.3 two lines in two cases", "Content-Length: 5\r\ncontent-LENGTH: 5"),
        head("9112 §6.3 second line empty", "Content-Length: 5\r\nContent-Length:"),
        head("9110 §8.6 overflow of 63 bits", "Content-Length: 9223372036854775808"),
        head("9110 §8.6 overflow of 32 bits, with zeros", "Content-Length: 00000000004294967301"),
        head("9110 §8.6 exponent", "Content-Length: 1e1"),
        head("9110 §8.6 quoted", "Content-Length: \"5\""),
        head("9110 §8.6 parameter", "Content-Length: 5;q=1"),
        head("9110 §8.6 underscore", "Content-Length: 1_0"),
        head("9110 §8.6 tab inside", "Content-Length: 5\t5"),
        head("9110 §8.6 octal", "Content-Length: 0o5"),
        head("9110 §8.6 digits of another script", "Content-Length: \u00d9\u00a5"),
        head("9110 §8.6 NBSP", "Content-Length: 5\u00a0"),
        head("9110 §5.5 NUL", "Content-Length: 5\u0000"),
        head("9112 §5.1 space before colon", "Content-Length : 5"),
        head("9112 §5.2 fold inside the number", "Content-Length: 1\r\n 0"));
  }

  private static Stream<Arguments> lines() {
    return Stream.of(
        get("9110 §5.1 space inside a name", "Host: a\r\nX y: 1"),
        get("9110 §5.1 NUL before the colon", "Host: a\r\nX\u0000: 1"),
        get("9110 §5.1 a name in quotes", "Host: a\r\n\"X\": 1"),
        get("9110 §5.1 NBSP behind a name", "Host: a\r\nX\u00a0: 1"),
        get("9112 §5.1 vertical tab before the colon", "Host: a\r\nX\u000b: 1"),
        get("9112 §5 a request line in the fields", "Host: a\r\nGET /hidden HTTP/1.1"),
        get("9110 §5.5 bare CR at the end of a value", "Host: a\r\nX: 1\r"),
        get("9110 §5.5 CR LF split by a bare CR", "Host: a\r\nX: 1\r\r\n\r\nGET /hidden HTTP/1.1"),
        get("9110 §5.5 BEL", "Host: a\r\nX: \u0007"),
        get("9110 §5.5 escape", "Host: a\r\nX: \u001b[2J"),
        get("9112 §2.2 LF LF ends no head", "Host: a\r\nX: 1\n\nGET /hidden HTTP/1.1\r\nHost: a"));
  }

  private static Stream<Arguments> hosts() {
    return Stream.of(
        get("9112 §3.2 second Host empty", "Host: a\r\nHost:"),
        get("9112 §3.2 second Host in another case", "Host: a\r\nhOST: b"),
        get("9112 §3.2 second Host the same", "Host: a\r\nHost: a"),
        get("9112 §3.2 Host with a space", "Host: a b"),
        get("9112 §3.2 list of Hosts", "Host: a, b"),
        get("9112 §3.2 Host with user information", "Host: a@b"),
        get("9112 §3.2 Host with a path", "Host: a/b"),
        get("9112 §3.2 Host with a query", "Host: a?b"),
        get("9112 §3.2 Host with a backslash", "Host: a\\b"),
        get("9112 §3.2 Host with a fragment", "Host: a#b"),
        get("9112 §3.2 port that is none", "Host: a:80x"),
        get("9112 §3.2 two ports", "Host: a:80:81"),
        get("9112 §3.2 half a bracket", "Host: [::1"),
        get("9112 §3.2 NUL", "Host: a\u0000"),
        get("9112 §5.1 space before the colon", "Host : a"),
        get("9112 §5.2 fold", "Host:\r\n a"));
  }

  private static Stream<Arguments> chunkedContent() {
    return Stream.of(
        chunks("9112 §7.1 overflow by zeros", "0".repeat(20) + "5\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 overflow to nothing", "10000000000000000\r\n\r\n0\r\n\r\n"),
        chunks("9112 §7.1 no hex digit", "5g\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 suffix h", "5h\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 0x0 as the last", "5\r\nhello\r\n0x0\r\n\r\n"),
        chunks("9112 §7.1 comma", "5,0\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 vertical tab", "5\u000b\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 NUL", "5\u0000\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 high octet", "5\u00b2\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 space before an extension", "5 ;x\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 empty line between chunks", "5\r\nhello\r\n\r\n0\r\n\r\n"),
        chunks("9112 §7.1 CR LF LF behind a size", "5\r\n\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1 two octets instead of CRLF", "5\r\nhelloXX0\r\n\r\n"),
        chunks("9112 §7.1 LF CR behind a chunk", "5\r\nhello\n\r0\r\n\r\n"),
        chunks("9112 §7.1 last chunk with a minus", "5\r\nhello\r\n-0\r\n\r\n"),
        chunks("9112 §7.1 last chunk ended by LF", "0\n\r\n"),
        chunks("9112 §7.1.1 CR in a quoted value", "5;x=\"a\rb\"\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1.1 LF in a quoted value", "5;x=\"a\nb\"\r\nhello\r\n0\r\n\r\n"),
        chunks("9112 §7.1.1 LF behind an extension of the last", "5\r\nhello\r\n0;x\n\r\n"),
        chunks("9112 §7.1.1 64 KiB of it", "5;" + "x".repeat(65536) + "\r\nhello\r\n0\r\n\r\n"));
  }

  private static Stream<Arguments> trailerSections() {
    return Stream.of(
        chunks("9112 §7.1.2 no name", "0\r\n: x\r\n\r\n"),
        chunks("9112 §7.1.2 space before the colon", "0\r\nX : y\r\n\r\n"),
        chunks("9112 §7.1.2 NUL in a name", "0\r\nX\u0000: y\r\n\r\n"),
        chunks("9112 §7.1.2 NUL in a value", "0\r\nX: \u0000\r\n\r\n"),
        chunks("9112 §7.1.2 bare CR in a value", "0\r\nX: a\rY: b\r\n\r\n"),
        chunks("9112 §7.1.2 begins with white space", "0\r\n X: y\r\n\r\n"),
        chunks("9112 §7.1.2 a request line", "0\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"),
        chunks("9112 §7.1.2 101 fields", "0\r\n" + "X: y\r\n".repeat(101) + "\r\n"));
  }

  private static Stream<Arguments> versions() {
    return Stream.of(
        of(
            "9112 §6.1 chunked in 1.0, kept",
            "POST /app HTTP/1.0\r\nConnection: keep-alive\r\n"
                + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        of("9112 §2.3 comma", "GET /app HTTP/1,1\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 other name", "GET /app HTTPS/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 leading zero", "GET /app HTTP/01.1\r\nHost: a\r\n\r\n"),
        of("9112 §2.3 NUL behind", "GET /app HTTP/1.1\u0000\r\nHost: a\r\n\r\n"),
        of("9112 §3 vertical tab as space", "GET\u000b/app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 form feed in the target", "GET /app\fx HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 NUL in the target", "GET /app\u0000 HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 bare CR behind the target", "GET /app\rX HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3 two request lines", "GET /app HTTP/1.1 GET /x HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3.1 method with a colon", "GET: /app HTTP/1.1\r\nHost: a\r\n\r\n"),
        of("9112 §3.2 authority form", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatHasTwoReadingsIsRefusedOnceAndReachesNobody(String sentence, String octets)
      throws Exception {
    String answer = wire.send(octets + NEXT).rest();
    assertThat(answer)
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("\r\nConnection: close\r\n")
        .doesNotContain("<reset>");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
    assertThat(List.copyOf(started.handler.asked)).doesNotContain("GET /now", "GET /hidden");
    assertThat(app.connections()).isZero();
  }

  /** RFC 9112 §7.1.2; they arrive in pieces, so the application may have heard of the request. */
  @Test
  void aRequestWhoseTrailersAreTooLongNeverEndsForTheApplication() throws Exception {
    wire.send(CHUNKED + "5\r\nhello\r\n0\r\nX: " + "y".repeat(20_000) + "\r\n\r\n" + NEXT);
    assertThat(wire.rest()).startsWith("HTTP/1.1 400 ").doesNotContain("now");
    if (app.connections() > 0) {
      assertThat(app.accept().rest()).doesNotContain("\r\n0\r\n");
    }
  }

  private static Arguments as(String sentence, String octets, String sent) {
    return Arguments.of(sentence, octets, sent);
  }

  private static Arguments coded(String sentence, String line) {
    return as(
        sentence,
        POST + line + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        SENT_CHUNKED + "5\r\nhello\r\n0\r\n\r\n");
  }

  private static Arguments sized(String sentence, String line) {
    return as(sentence, POST + line + "\r\n\r\nhello", SENT + "Content-Length: 5\r\n\r\nhello");
  }

  private static Arguments cut(String sentence, String chunks) {
    return as(sentence, CHUNKED + chunks, SENT_CHUNKED + "5\r\nhello\r\n0\r\n\r\n");
  }

  private static Arguments without(String sentence, String lines) {
    return as(
        sentence,
        POST + lines + "\r\nContent-Length: 5\r\n\r\nhello",
        SENT + "Content-Length: 5\r\n\r\nhello");
  }

  /** What may be written in several ways, and is written in one. */
  static Stream<Arguments> normalised() {
    return Stream.of(
        coded("9112 §7 codings are case-insensitive", "Transfer-Encoding: cHuNkEd"),
        coded("9110 §5.1 names are case-insensitive", "tRANSFER-eNCODING: chunked"),
        coded("9112 §5.1 no white space before the value", "Transfer-Encoding:chunked"),
        coded("9112 §5.1 tabs around the value", "Transfer-Encoding:\t chunked \t"),
        sized("9110 §8.6 leading zeros", "Content-Length: 00005"),
        sized("9112 §5.1 tabs around a length", "Content-Length: \t5\t "),
        as(
            "9112 §6.3 no other field frames",
            POST + "X-Content-Length: 50\r\nContent-Length: 5\r\n\r\nhello",
            POST + "X-Content-Length: 50\r\n" + USER + "Content-Length: 5\r\n\r\nhello"),
        cut("9112 §7.1 leading zeros", "000000005\r\nhello\r\n000\r\n\r\n"),
        cut(
            "9112 §7.1.1 unknown extensions are ignored",
            "5;a;b=c;d=\"e\"\r\nhello\r\n0;x\r\n\r\n"),
        cut("9112 §7.1.1 half a quoted value ends with its line", "5;a=\"\r\nhello\r\n0\r\n\r\n"),
        cut("9112 §7.1.1 a size in an extension", "5;\t0 ;a=5\r\nhello\r\n0\r\n\r\n"),
        cut(
            "9110 §6.5.1 fields which frame, route or sign in are no trailers",
            "5\r\nhello\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nHost: b\r\n"
                + "Authorization: x\r\nCookie: x\r\nTrailer: x\r\nContent_Length: 9\r\n"
                + "X-Doorward-User: root\r\nX_Doorward_Roles: admin\r\n\r\n"),
        as(
            "9112 §7.1 a hex digit in upper case",
            CHUNKED + "A\r\n0123456789\r\n0\r\n\r\n",
            SENT_CHUNKED + "a\r\n0123456789\r\n0\r\n\r\n"),
        as("9112 §6.3 a request without framing has no content", POST + "\r\n", SENT + "\r\n"),
        as(
            "9112 §6.3 a length of nothing",
            POST + "Content-Length: 0\r\n\r\n",
            SENT + "Content-Length: 0\r\n\r\n"),
        as(
            "9110 §9.3.1 content of a GET is framed as any",
            "GET /app HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            "GET /app HTTP/1.1\r\nHost: a\r\n" + USER + "Content-Length: 5\r\n\r\nhello"),
        as("9112 §2.2 one empty line before the request", "\r\n" + POST + "\r\n", SENT + "\r\n"),
        as(
            "9112 §2.3 the version is the hop's own",
            "POST /app HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello",
            SENT + "Content-Length: 5\r\n\r\nhello"),
        without("9110 §7.6.1 the length cannot be nominated", "Connection: Content-Length"),
        without("9110 §7.6.1 Host cannot be nominated", "Connection: host, keep-alive"),
        without("9110 §7.6.1 nor can the user's name", "Connection: X-Doorward-User"),
        without("9110 §7.6.1 nominated twice", "Connection: x\r\nConnection:\tX-Y ,\r\nX-Y: 1"),
        without("9110 §7.6.1 fields of old proxies", "Proxy-Connection: close\r\nKeep-Alive: 1"),
        without("9112 §7.4 TE is the hop's own", "TE: chunked;q=1, trailers\r\nConnection: TE"),
        without(
            "9113 §3.1 h2c is not taken over",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk"),
        without(
            "9110 §7.8 a WebSocket by POST is none", "Connection: Upgrade\r\nUpgrade: websocket"),
        without(
            "9110 §7.8 two protocols are none", "Connection: Upgrade\r\nUpgrade: websocket, h2c"),
        without("9110 §10.1.1 an unknown expectation", "Expect: 200-ok"),
        without("9110 §10.1.1 an expectation in a list", "Expect: x, y=z"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("normalised")
  void whatPassesIsWrittenInOneWay(String sentence, String octets, String sent) throws Exception {
    wire.send(octets + NEXT);
    Wire upstream = app.accept();
    assertThat(upstream.read(sent.length())).isEqualTo(sent);
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assertThat(wire.answer()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("ok");
    assertThat(wire.rest()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nnow");
    upstream.close();
    assertThat(started.handler.asked).hasSize(2);
    assertThat(app.connections()).isZero();
  }
}
