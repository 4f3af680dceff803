package dev.doorward.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests over HTTP/2 (RFC 9113): the same handler, the same answers. */
class Http2Test {
  private Started started;
  private App app;
  private Frames client;

  @BeforeEach
  void start() throws Exception {
    started = new Started();
    app = new App();
    started.handler.upstream = app.upstream();
    client = Frames.to(started.server.address());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    app.close();
    started.close();
  }

  private Frames.Answer get(int stream, String path, String... more) throws IOException {
    client.headers(stream, true, Frames.request("GET", path, more));
    return client.answer(stream);
  }

  /** RFC 6455 §4.2.2. */
  private static String accept(String key) throws Exception {
    String proof = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    return Base64.getEncoder()
        .encodeToString(MessageDigest.getInstance("SHA-1").digest(proof.getBytes(US_ASCII)));
  }

  @Test
  void anAnswerAtOnce() throws Exception {
    Frames.Answer answer = get(1, "/now");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("now");
    assertThat(answer.head).containsKeys("content-type", "content-length", "date");
    assertThat(get(3, "/none").head).doesNotContainKey("content-length");
    assertThat(get(5, "/threads").text()).isEqualTo("true");
    assertThat(get(7, "/crash").status()).isEqualTo(500);
    client.headers(9, true, Frames.request("HEAD", "/now"));
    Frames.Answer head = client.answer(9);
    assertThat(head.field("content-length")).isEqualTo("3");
    assertThat(head.text()).isEmpty();
  }

  @Test
  void manyAtOnceAreAnsweredAsTheyAreReady() throws Exception {
    client.headers(1, true, Frames.request("GET", "/slow"));
    client.headers(3, true, Frames.request("GET", "/now"));
    assertThat(client.next(frame -> frame.type() == Frames.HEADERS).stream()).isEqualTo(3);
    assertThat(client.answer(1).text()).isEqualTo("slow");
  }

  @Test
  void contentIsReadWholeAndPiecewise() throws Exception {
    client.headers(1, false, Frames.request("POST", "/echo"));
    client.data(1, false, "he");
    client.data(1, true, "llo");
    assertThat(client.answer(1).text()).isEqualTo("hello");
    client.headers(3, false, Frames.request("POST", "/echo", "content-length", "3"));
    client.data(3, true, "abc");
    assertThat(client.answer(3).text()).isEqualTo("abc");
  }

  @Test
  void aRefusedUploadIsAnsweredAndReset() throws Exception {
    client.headers(1, false, Frames.request("POST", "/refused", "content-length", "100000000"));
    client.data(1, false, "x".repeat(10_000));
    Frames.Answer answer = client.answer(1);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEqualTo("who are you?");
    assertThat(client.next(frame -> frame.type() == Frames.RST_STREAM).number()).isZero();
    assertThat(get(3, "/now").status()).isEqualTo(200);
  }

  @Test
  void aRequestIsForwardedWithItsContentAndTrailers() throws Exception {
    client.headers(
        1,
        false,
        Frames.request("POST", "/x?y=z", "cookie", "a=1", "te", "trailers", "cookie", "b=2"));
    client.data(1, false, "some ");
    client.data(1, false, "content");
    client.headers(1, true, "x-sum", "7", "authorization", "planted");
    Wire upstream = app.accept();
    String head = upstream.head();
    assertThat(head)
        .startsWith("POST /x?y=z HTTP/1.1\r\nHost: door.test\r\n")
        .containsIgnoringCase("cookie: a=1; b=2\r\n")
        .containsIgnoringCase("transfer-encoding: chunked\r\n")
        .doesNotContainIgnoringCase("\r\nte:");
    String content = upstream.chunks();
    assertThat(content).startsWith("some content").contains("x-sum: 7").doesNotContain("planted");
    upstream.send(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n"
            + "3\r\nabc\r\n0\r\nx-end: yes\r\n\r\n");
    Frames.Answer answer = client.answer(1);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("abc");
    assertThat(answer.trailers).containsEntry("x-end", List.of("yes"));
    assertThat(answer.head)
        .containsEntry("x-seen", List.of("yes"))
        .doesNotContainKeys("connection", "x-hop", "transfer-encoding");
  }

  @Test
  void interimAnswersPass() throws Exception {
    client.headers(
        1, false, Frames.request("POST", "/x", "expect", "100-continue", "content-length", "2"));
    Wire upstream = app.accept();
    assertThat(upstream.head()).containsIgnoringCase("expect: 100-continue");
    upstream.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
    var answer = new Frames.Answer();
    client.take(client.next(frame -> frame.type() == Frames.HEADERS), answer);
    client.take(client.next(frame -> frame.type() == Frames.HEADERS), answer);
    assertThat(answer.interims).containsExactly(103, 100);
    client.data(1, true, "ok");
    upstream.send("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(client.answer(1).status()).isEqualTo(204);
  }

  @Test
  void whoResetsLeavesTheApplicationAlone() throws Exception {
    client.headers(1, false, Frames.request("POST", "/x"));
    Wire upstream = app.accept();
    upstream.head();
    client.send(Frames.RST_STREAM, 0, 1, Frames.number(8));
    assertThat(upstream.rest()).isEmpty();
    assertThat(get(3, "/now").status()).isEqualTo(200);
  }

  @Test
  void anApplicationThatBreaksOffResetsTheStreamOnly() throws Exception {
    client.headers(1, true, Frames.request("GET", "/x"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    upstream.close();
    Frames.Answer answer = client.answer(1);
    assertThat(answer.reset).isEqualTo(2);
    assertThat(answer.text()).isEqualTo("abc");
    assertThat(get(3, "/now").status()).isEqualTo(200);
  }

  @Test
  void aWebSocketIsOpenedWithTheApplicationOverHttp1() throws Exception {
    client.headers(
        1,
        false,
        Frames.request("CONNECT", "/ws", ":protocol", "websocket", "sec-websocket-version", "13"));
    Wire upstream = app.accept();
    String head = upstream.head();
    assertThat(head)
        .startsWith("GET /ws HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nupgrade: websocket\r\n")
        .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n");
    String key = head.replaceAll("(?is).*sec-websocket-key: (\\S+).*", "$1");
    upstream.send(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n");
    var answer = new Frames.Answer();
    client.take(client.next(frame -> frame.type() == Frames.HEADERS), answer);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.head).doesNotContainKeys("sec-websocket-accept", "upgrade", "connection");
    client.data(1, false, "to the app");
    assertThat(upstream.read("to the app".length())).isEqualTo("to the app");
    upstream.send(new byte[] {(byte) 0x81, 2, 'h', 'i'});
    assertThat(client.next(frame -> frame.type() == Frames.DATA).payload())
        .containsExactly(0x81, 2, 'h', 'i');
    assertThat(started.handler.streams).hasSize(1);
    started.handler.streams.getFirst().end(Answering.ENDING);
    byte[] closing = client.next(frame -> frame.type() == Frames.DATA).payload();
    assertThat(closing).startsWith(0x88, 2, 1008 >> 8, (byte) 1008);
  }

  @Test
  void aHandshakeWhichTheApplicationDidNotUnderstandIsNone() throws Exception {
    client.headers(1, false, Frames.request("CONNECT", "/ws", ":protocol", "websocket"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: wrong\r\n\r\n");
    assertThat(client.answer(1).status()).isEqualTo(502);
  }

  @Test
  void whatIsNoRequestIsRefusedAndTheConnectionLives() throws Exception {
    client.headers(1, true, Frames.request("GET", "/now", "host", "other.test"));
    assertThat(client.answer(1).status()).isEqualTo(400);
    client.headers(3, true, Frames.request("GET", "/now", "Upper", "case"));
    assertThat(client.answer(3).reset).isEqualTo(1);
    client.headers(5, true, Frames.request("GET", "/now", "connection", "close"));
    assertThat(client.answer(5).reset).isEqualTo(1);
    client.headers(7, true, ":method", "CONNECT", ":authority", "host:443");
    assertThat(client.answer(7).status()).isEqualTo(405);
    client.headers(9, true, Frames.request("TRACE", "/now"));
    assertThat(client.answer(9).status()).isEqualTo(405);
    client.headers(11, true, Frames.request("GET", "/" + "a".repeat(9000)));
    assertThat(client.answer(11).status()).isEqualTo(414);
    client.headers(13, true, Frames.request("GET", "now"));
    assertThat(client.answer(13).status()).isEqualTo(400);
    client.headers(15, true, Frames.request("GET", "/now", "x", " padded"));
    assertThat(client.answer(15).reset).isEqualTo(1);
    assertThat(get(17, "/now").status()).isEqualTo(200);
  }

  @Test
  void stoppingSaysGoodbyeAndLetsFinish() throws Exception {
    client.headers(1, true, Frames.request("GET", "/slow"));
    Thread.sleep(100);
    Thread stopping = Thread.ofVirtual().start(started.server::close);
    Frames.Frame goodbye = client.next(frame -> frame.type() == Frames.GOAWAY);
    assertThat(goodbye.number()).isEqualTo(1);
    assertThat(goodbye.number(4)).isZero();
    assertThat(client.answer(1).text()).isEqualTo("slow");
    assertThat(client.read()).isNull();
    stopping.join();
  }
}
