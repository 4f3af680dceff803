package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Upgraded connections: contract C014, C197. */
class WebSocketTest extends BetweenTwo {
  private static final String LINES =
      "Host: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

  /** An unmasked text frame, as a server sends it. */
  private static final String HELLO = "\u0081\u0005hello";

  private static final String CLOSE_1008 = "\u0088\u0002\u0003\u00f0";

  /** The application's end. */
  private Wire open() throws Exception {
    wire.send("GET /app HTTP/1.1\r\n" + LINES + "early");
    Wire upstream = app.accept();
    assertThat(upstream.head())
        .contains("Connection: Upgrade\r\nUpgrade: websocket\r\n", "Sec-WebSocket-Key: dGhl")
        .doesNotContain("keep-alive");
    upstream.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: x\r\n\r\n"
            + HELLO);
    assertThat(wire.head())
        .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
        .contains("Connection: Upgrade\r\nUpgrade: websocket\r\n", "X-Seen: yes");
    assertThat(wire.read(7)).isEqualTo(HELLO);
    assertThat(upstream.read(5)).isEqualTo("early");
    return upstream;
  }

  private Stream stream() throws Exception {
    for (int i = 0; i < 200 && started.handler.streams.isEmpty(); i++) {
      Thread.sleep(10);
    }
    return started.handler.streams.getFirst();
  }

  @Test
  void octetsPassBothWays() throws Exception {
    Wire upstream = open();
    wire.send("there");
    assertThat(upstream.read(5)).isEqualTo("there");
    upstream.send(HELLO + HELLO);
    assertThat(wire.read(14)).isEqualTo(HELLO + HELLO);
    upstream.close();
    assertThat(wire.rest()).isIn("", "<reset>");
  }

  @Test
  void aClientThatLeavesEndsTheApplicationsSideToo() throws Exception {
    Wire upstream = open();
    var closed = new CountDownLatch(1);
    stream().onClose(closed::countDown);
    wire.close();
    assertThat(upstream.rest()).isIn("", "<reset>");
    assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anEndBetweenFramesIsACloseFrame() throws Exception {
    Wire upstream = open();
    assertThat(stream().tunnel()).isTrue();
    stream().end(Answering.ENDING);
    stream().end(Answering.ENDING);
    assertThat(wire.read(4)).isEqualTo(CLOSE_1008);
    wire.close();
    assertThat(upstream.rest()).isIn("", "<reset>");
  }

  @Test
  void anEndInsideAFrameWaitsForItsEnd() throws Exception {
    Wire upstream = open();
    upstream.send("\u0082\u007e\u0001\u0000" + "x".repeat(100));
    assertThat(wire.read(104)).endsWith("x");
    stream().end(Answering.ENDING);
    Thread.sleep(50);
    upstream.send("y".repeat(156) + HELLO);
    assertThat(wire.read(156)).endsWith("y");
    assertThat(wire.read(4)).isEqualTo(CLOSE_1008);
  }

  @Test
  void withoutABoundaryWithin5SecondsTheConnectionIsClosed() throws Exception {
    Wire upstream = open();
    upstream.send("\u0082\u007f\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0000half");
    assertThat(wire.read(14)).endsWith("half");
    long since = System.nanoTime();
    stream().end(Answering.ENDING);
    assertThat(wire.rest()).isIn("", "<reset>");
    assertThat((System.nanoTime() - since) / 1_000_000).isBetween(4900L, 6500L);
  }

  @Test
  void aRefusalBeforeTheUpgradeIsAnAnswer() throws Exception {
    wire.send("GET /refused HTTP/1.1\r\n" + LINES);
    assertThat(wire.answer()).startsWith("HTTP/1.1 401 "); // C014
    wire.send("GET /app HTTP/1.1\r\n" + LINES);
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.answer()).startsWith("HTTP/1.1 403 ");
    wire.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(wire.answer()).endsWith("now");
  }

  @Test
  void otherUpgradesDoNotPass() throws Exception {
    wire.send("GET /app HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    assertThat(app.accept().head()).doesNotContain("pgrade", "h2c");
  }

  @Test
  void muchPassesWhoeverIsSlow() throws Exception {
    Wire upstream = open();
    byte[] piece = new byte[64 * 1024];
    int pieces = 300;
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int i = 0; i < pieces; i++) {
              upstream.send(piece);
            }
          } catch (java.io.IOException e) {
            started.handler.bugs.add(e);
          }
        });
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int i = 0; i < pieces; i++) {
              wire.send(piece);
            }
          } catch (java.io.IOException e) {
            started.handler.bugs.add(e);
          }
        });
    Thread.sleep(300);
    assertThat(wire.read(pieces * piece.length)).hasSize(pieces * piece.length);
    assertThat(upstream.read(pieces * piece.length)).hasSize(pieces * piece.length);
    assertThat(started.handler.bugs).isEmpty();
  }
}
