package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The content of requests: asked for, refused, drained. */
class BodyTest {
  private static final String NOW = "GET /now HTTP/1.1\r\nHost: a\r\n\r\n";
  private Started started;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    started = new Started();
    wire = started.connect();
  }

  @AfterEach
  void stop() throws Exception {
    wire.close();
    started.close();
  }

  private static String post(String path, String lines) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n";
  }

  @Test
  void continueIsSentWhenTheContentIsWanted() throws Exception {
    wire.send(post("/echo", "Content-Length: 5\r\nExpect: 100-continue"));
    assertThat(wire.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    wire.send("hello" + NOW);
    assertThat(wire.answer()).startsWith("HTTP/1.1 200 ").endsWith("hello");
    assertThat(wire.answer()).endsWith("now");
  }

  @Test
  void aRefusalComesAtOnceWithoutContinue() throws Exception {
    wire.send(post("/refused", "Content-Length: 10000000\r\nExpect: 100-continue")); // C019
    String answer = wire.rest();
    assertThat(answer).startsWith("HTTP/1.1 401 ").contains("Connection: close\r\n");
  }

  @Test
  void aLargeLengthIsTooLargeBeforeAnyOfItCame() throws Exception {
    wire.send(post("/bounded", "Content-Length: 10000000\r\nExpect: 100-continue"));
    assertThat(wire.rest()).startsWith("HTTP/1.1 413 ").endsWith("more than 10");
  }

  @Test
  void chunksAreCounted() throws Exception {
    wire.send(post("/bounded", "Transfer-Encoding: chunked") + "5\r\nhello\r\n");
    wire.send("5\r\nhello\r\n");
    wire.send("1\r\n!\r\n0\r\n\r\n");
    assertThat(wire.answer()).startsWith("HTTP/1.1 413 ").endsWith("more than 10");
  }

  @Test
  void aSmallRestIsDrainedAndTheConnectionKept() throws Exception {
    String content = NOW.repeat(100);
    wire.send(post("/refused", "Content-Length: " + content.length()) + content.substring(0, 50));
    assertThat(wire.answer()).startsWith("HTTP/1.1 401 ").doesNotContain("Connection:"); // C020
    wire.send(content.substring(50) + NOW);
    assertThat(wire.answer()).startsWith("HTTP/1.1 200 ").endsWith("now");
    assertThat(started.handler.asked).containsExactly("POST /refused", "GET /now");
  }

  @Test
  void aLargeRestIsReadAwayWhileTheClientSeesTheAnswer() throws Exception {
    wire.send(post("/refused", "Content-Length: " + (NOW.length() * 100_000)));
    for (int i = 0; i < 100; i++) {
      wire.send(NOW.repeat(1000));
    }
    assertThat(wire.rest())
        .startsWith("HTTP/1.1 401 ")
        .contains("Connection: close\r\n") // C020
        .doesNotContain("<reset>");
    assertThat(started.handler.asked).containsExactly("POST /refused");
  }

  @Test
  void aRefusedContentInChunksEndsTheConnection() throws Exception {
    wire.send(post("/refused", "Transfer-Encoding: chunked"));
    assertThat(wire.head()).startsWith("HTTP/1.1 401 ").contains("Connection: close\r\n");
    wire.send("0\r\n\r\n" + NOW);
    assertThat(wire.rest()).isEqualTo("who are you?");
    assertThat(started.handler.asked).containsExactly("POST /refused");
  }

  @Test
  void chunksThatAreHereAlreadyAreDrained() throws Exception {
    wire.send(post("/refused", "Transfer-Encoding: chunked") + "1\r\nx\r\n0\r\n\r\n" + NOW);
    assertThat(wire.answer()).startsWith("HTTP/1.1 401 ").doesNotContain("Connection:");
    assertThat(wire.answer()).endsWith("now");
  }

  @Test
  void aClientThatLeavesFailsTheRead() throws Exception {
    wire.send(post("/echo", "Content-Length: 5") + "hel");
    Thread.sleep(100);
    wire.close();
    for (int i = 0; i < 300 && started.server.connections() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(started.server.connections()).isZero();
    assertThat(started.handler.bugs).isEmpty();
  }

  @Test
  void badChunksLaterEndIn400() throws Exception {
    wire.send(post("/echo", "Transfer-Encoding: chunked") + "1\r\nx\r\n");
    Thread.sleep(50);
    assertThat(wire.send("z\r\n").rest()).startsWith("HTTP/1.1 400 ").endsWith("BAD_BODY");
    assertThat(started.handler.bugs).isEmpty();
  }

  @Test
  void tinyChunksMakeOneContent() throws Exception {
    var chunks = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      chunks.append("1\r\n").append((char) ('a' + i % 26)).append("\r\n");
    }
    wire.send(post("/echo", "Transfer-Encoding: chunked") + chunks + "0\r\n\r\n");
    assertThat(wire.answer()).hasSizeGreaterThan(1000).endsWith("abcdefghijkl");
  }

  @Test
  void aClosedSendingSideStillGetsTheAnswer() throws Exception {
    wire.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    wire.socket.shutdownOutput();
    assertThat(wire.rest()).startsWith("HTTP/1.1 200 ").endsWith("slow");
  }
}
