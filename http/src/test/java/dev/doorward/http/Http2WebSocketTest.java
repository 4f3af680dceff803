package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WebSockets over HTTP/2 (RFC 8441), whoever ends them, and when. */
class Http2WebSocketTest {
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
    FrameCase.alive(client);
    client.headers(901, true, request("GET", "/now"));
    assertThat(client.answer(901).text()).isEqualTo("now");
    client.close();
    app.close();
    started.close();
    assertThat(started.handler.bugs).isEmpty();
  }

  private Wire ask() throws Exception {
    client.headers(1, false, request("CONNECT", "/ws", ":protocol", "websocket"));
    return app.accept();
  }

  private void agree(Wire upstream) throws Exception {
    String key = upstream.head().replaceAll("(?is).*sec-websocket-key: (\\S+).*", "$1");
    String proof = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §4.2.2
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(proof.getBytes(US_ASCII));
    upstream.send(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n");
  }

  private Wire opened() throws Exception {
    Wire upstream = ask();
    agree(upstream);
    assertThat(client.next(each -> each.type() == HEADERS).fields().get(":status"))
        .containsExactly("200");
    return upstream;
  }

  @Test
  void theClientEndsIt() throws Exception {
    Wire upstream = opened();
    client.data(1, true, "last");
    assertThat(upstream.rest()).isEqualTo("last");
    assertThat(client.answer(1).ended).isTrue();
  }

  /** RFC 8441 §5: a 2xx would say that there is one. */
  @Test
  void anAnswerWhichIsNoWebSocketDoesNotPassForOne() throws Exception {
    Wire upstream = ask();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    assertThat(client.answer(1).status()).isEqualTo(502);
    client.headers(3, false, request("CONNECT", "/now", ":protocol", "websocket"));
    assertThat(client.answer(3).status()).isEqualTo(400);
  }

  @Test
  void theClientResetsIt() throws Exception {
    Wire upstream = opened();
    client.data(1, false, "some");
    assertThat(upstream.read(4)).isEqualTo("some");
    client.send(RST_STREAM, 0, 1, number(CANCEL));
    assertThat(upstream.rest()).isEmpty();
  }

  @Test
  void theApplicationEndsIt() throws Exception {
    Wire upstream = opened();
    upstream.send("last");
    upstream.close();
    Frames.Answer rest = client.answer(1);
    assertThat(rest.text()).isEqualTo("last");
    assertThat(rest.ended).isTrue();
    assertThat(client.next(each -> each.type() == RST_STREAM).number()).isEqualTo(CANCEL);
  }

  @Test
  void theApplicationResetsIt() throws Exception {
    Wire upstream = opened();
    upstream.socket.setSoLinger(true, 0);
    upstream.close();
    Frames.Answer rest = client.answer(1);
    assertThat(rest.ended || rest.reset >= 0).isTrue();
  }

  @Test
  void bothEndItAtOnce() throws Exception {
    for (int i = 0; i < 30; i++) {
      int stream = 2 * i + 1;
      client.headers(stream, false, request("CONNECT", "/ws", ":protocol", "websocket"));
      Wire upstream = app.accept();
      agree(upstream);
      client.next(each -> each.type() == HEADERS && each.stream() == stream);
      Thread closing =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  upstream.close();
                } catch (java.io.IOException _) {
                  // closed
                }
              });
      if (i % 2 == 0) {
        client.data(stream, true, "");
      } else {
        client.send(RST_STREAM, 0, stream, number(CANCEL));
      }
      closing.join();
    }
  }

  @Test
  void theClientResetsItBeforeTheAnswer() throws Exception {
    Wire upstream = ask();
    upstream.head(); // since a reset may overtake what is still to be written to the application
    client.data(1, false, "early");
    client.send(RST_STREAM, 0, 1, number(CANCEL));
    assertThat(upstream.rest()).isEmpty();
  }

  @Test
  void theApplicationGoesBeforeTheAnswer() throws Exception {
    Wire upstream = ask();
    client.data(1, false, "early");
    upstream.head();
    upstream.close();
    assertThat(client.answer(1).status()).isEqualTo(502);
  }

  @Test
  void theApplicationRefusesIt() throws Exception {
    Wire upstream = ask();
    client.data(1, false, "early");
    upstream.head();
    upstream.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
    Frames.Answer answer = client.answer(1);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).isEqualTo("no");
    assertThat(client.next(each -> each.type() == RST_STREAM).number()).isEqualTo(NO_ERROR);
  }

  @Test
  void whatCameBeforeTheAnswerIsPassedOnAfterIt() throws Exception {
    Wire upstream = ask();
    var sent = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      client.data(1, false, "" + i % 10);
      sent.append(i % 10);
    }
    client.data(1, true, "!");
    agree(upstream);
    assertThat(upstream.rest()).isEqualTo(sent + "!");
  }

  @Test
  void anApplicationThatDoesNotReadGetsAllWhenItDoes() throws Exception {
    Wire upstream = opened();
    long window = 256 * 1024; // and no more is allowed before it is read
    byte[] piece = new byte[8192];
    int sent = 0;
    client.patience(700);
    boolean closed = false;
    while (!closed && sent < 40_000_000) {
      if (window < piece.length) {
        try {
          window +=
              client.next(each -> each.type() == WINDOW_UPDATE && each.stream() == 1).number();
        } catch (java.net.SocketTimeoutException _) {
          closed = true;
        }
      } else {
        client.send(DATA, 0, 1, piece);
        window -= piece.length;
        sent += piece.length;
      }
    }
    assertThat(closed).isTrue();
    assertThat(upstream.read(sent)).hasSize(sent);
    client.patience(10_000);
    client.data(1, true, "end");
    assertThat(upstream.rest()).isEqualTo("end");
  }
}
