package dev.doorward.contract.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EchoAppTest {

  @Test
  void it_says_what_it_received_in_order_with_duplicates() throws IOException {
    String answer =
        ask(
            "POST /a%2fb?q HTTP/1.1\r\nHost: x\r\nB: 1\r\na: 2\r\nB: 3\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains(
            "\"method\":\"POST\",\"target\":\"/a%2fb?q\"",
            "[\"B\",\"1\"],[\"a\",\"2\"],[\"B\",\"3\"]",
            "\"length\":3",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .doesNotContain("Cache-Control");
  }

  @Test
  void chunks_and_trailers_are_read_and_chunks_are_written_when_asked() throws IOException {
    String answer =
        ask(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
                + "Echo-Field: Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: v\r\n\r\n");
    assertThat(answer)
        .contains("Transfer-Encoding: chunked", "\"trailers\":[[\"T\",\"v\"]]", "\"length\":3");
    assertThat(answer).endsWith("\r\n0\r\n\r\n");
  }

  @Test
  void status_fields_and_delay_are_as_asked() throws IOException {
    long before = System.nanoTime();
    String answer =
        ask(
            "GET / HTTP/1.1\r\nHost: x\r\nEcho-Status: 204\r\nEcho-Field: Set-Cookie: a=b\r\n"
                + "Echo-Field: Set-Cookie: c=d\r\nEcho-Delay: 200ms\r\nConnection: close\r\n\r\n");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(190));
    assertThat(answer)
        .startsWith("HTTP/1.1 204 ")
        .contains("Set-Cookie: a=b\r\nSet-Cookie: c=d")
        .doesNotContain("Content-Length")
        .endsWith("\r\n\r\n");
  }

  @Test
  void a_connection_is_kept_and_100_is_sent() throws IOException {
    String answer =
        ask(
            "HEAD /public/app.css HTTP/1.1\r\nHost: x\r\n\r\n"
                + "PUT /secret/43 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
    assertThat(answer)
        .contains("Cache-Control: public, max-age=60", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 ")
        .doesNotContain("color");
  }

  @Test
  void it_counts_and_remembers() throws IOException {
    try (var app = EchoApp.start()) {
      exchange(app, "GET /one HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(app.count()).isEqualTo(1);
      assertThat(app.requests()).extracting(Received::target).containsExactly("/one");
      app.forget();
      assertThat(app.requests()).isEmpty();
    }
  }

  @Test
  void frames_come_back() throws IOException {
    try (var app = EchoApp.start();
        var socket = new Socket(app.address().getAddress(), app.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      // "hi" masked with 1 2 3 4, then a close with code 1000.
      socket
          .getOutputStream()
          .write(new byte[] {(byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 'h' ^ 1, 'i' ^ 2});
      socket
          .getOutputStream()
          .write(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8});
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(all)
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .endsWith("\r\n\r\n\u0081\u0002hi\u0088\u0002\u0003\u00e8");
    }
  }

  @Test
  void events_stream() throws IOException {
    try (var app = EchoApp.start();
        var socket = new Socket(app.address().getAddress(), app.address().getPort())) {
      socket
          .getOutputStream()
          .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var seen = new StringBuilder();
      while (!seen.toString().contains("data: 2\n\n")) {
        seen.append((char) socket.getInputStream().read());
      }
      assertThat(seen).contains("text/event-stream");
    }
  }

  @Test
  void the_head_of_a_stream_has_no_events_and_the_connection_goes_on() throws IOException {
    String answer =
        ask(
            "HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n"
                + "HEAD /me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).contains("text/event-stream", "application/json").doesNotContain("data:");
  }

  private static String ask(String request) throws IOException {
    try (var app = EchoApp.start()) {
      return exchange(app, request);
    }
  }

  private static String exchange(EchoApp app, String request) throws IOException {
    try (var socket = new Socket(app.address().getAddress(), app.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
