package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody may hold a connection by doing little or nothing. */
class DeadlineTest {
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(400),
          Duration.ofMillis(700),
          Duration.ofMillis(1500),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));

  private Started started;
  private App app;

  @BeforeEach
  void start() throws Exception {
    started = new Started(SHORT);
    app = new App();
    started.handler.upstream = app.upstream();
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    started.close();
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  @Test
  void aHeadThatComesOctetByOctetIs408() throws Exception {
    try (Wire wire = started.connect()) {
      long since = System.nanoTime();
      wire.send("GET /now HTTP/1.1\r\n");
      wire.trickle("X: y\r\n");
      assertThat(wire.head())
          .startsWith("HTTP/1.1 408 Request Timeout\r\n")
          .contains("Connection: close\r\n", "Content-Type: text/plain");
      assertThat(millis(since)).isBetween(350L, 1500L);
    }
  }

  @Test
  void halfARequestLineIsABare408() throws Exception {
    try (Wire wire = started.connect()) {
      assertThat(wire.send("GET /no").rest())
          .startsWith("HTTP/1.1 408 ")
          .contains("Content-Length: 0\r\n");
    }
  }

  @Test
  void silenceIsAnsweredBySilence() throws Exception {
    try (Wire wire = started.connect()) {
      assertThat(wire.rest()).isEmpty();
    }
    try (Wire wire = started.connect()) {
      wire.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      long since = System.nanoTime();
      assertThat(wire.rest()).isEmpty();
      assertThat(millis(since)).isBetween(600L, 1500L);
    }
  }

  @Test
  void aContentThatStallsIs408() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal");
      assertThat(wire.rest()).startsWith("HTTP/1.1 408 ").endsWith("BODY_TIMEOUT");
    }
    try (Wire wire = started.connect()) {
      wire.send("POST /app HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal");
      Wire upstream = app.accept();
      assertThat(wire.rest()).startsWith("HTTP/1.1 408 ").endsWith("BODY_TIMEOUT");
      assertThat(upstream.head()).contains("Content-Length: 9");
      assertThat(upstream.rest()).startsWith("hal").doesNotContain("half");
    }
  }

  @Test
  void aContentForUsThatTricklesIs408() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");
      wire.trickle("x");
      long since = System.nanoTime();
      assertThat(wire.head()).startsWith("HTTP/1.1 408 ");
      assertThat(millis(since)).isLessThan(3000);
    }
  }

  @Test
  void aContentForTheApplicationThatTricklesIs408Too() throws Exception {
    try (Wire wire = started.connect()) {
      long since = System.nanoTime();
      wire.send("POST /app HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");
      wire.trickle("x");
      assertThat(wire.head()).startsWith("HTTP/1.1 408 ");
      assertThat(millis(since)).isBetween(500L, 3000L);
      assertThat(app.accept().rest()).contains("Content-Length: 900").endsWith("x");
    }
  }

  /** RFC 9112 §2.2. */
  @Test
  void anEmptyLineAfterARequestBeginsNoOther() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab").answer();
      wire.send("\r\n");
      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void aSilentApplicationIs504() throws Exception {
    try (Wire wire = started.connect()) {
      long since = System.nanoTime();
      wire.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(wire.answer()).startsWith("HTTP/1.1 504 ").endsWith("TIMED_OUT");
      assertThat(millis(since)).isBetween(450L, 1500L);
      app.accept().head();
      wire.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(wire.answer()).endsWith("now");
    }
  }

  @Test
  void anAnswerThatStallsIsCut() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
      app.accept().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal");
      long since = System.nanoTime();
      assertThat(wire.rest()).endsWith("hal");
      assertThat(millis(since)).isBetween(600L, 1400L);
    }
  }

  @Test
  void aStreamMayBeSilentForLonger() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
      app.accept().send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      long since = System.nanoTime();
      assertThat(wire.rest()).endsWith("\r\n\r\n");
      assertThat(millis(since)).isBetween(1400L, 3000L);
    }
  }

  @Test
  void aReaderThatNeverReadsIsCut() throws Exception {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(started.server.address());
      var wire = new Wire(socket);
      wire.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
      Wire upstream = app.accept();
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
      long since = System.nanoTime();
      try {
        for (int i = 0; i < 2000; i++) {
          upstream.send(new byte[64 * 1024]);
        }
        throw new AssertionError("it took everything");
      } catch (java.net.SocketException _) {
        assertThat(millis(since)).isBetween(600L, 3000L);
      }
    }
  }

  @Test
  void pipelinedAnswersThatNobodyReadsDoNotPileUp() throws Exception {
    try (var patient = new Started();
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(patient.server.address());
      var wire = new Wire(socket);
      String many = "GET /now HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2000);
      var sent = new AtomicInteger();
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                wire.send(many);
                sent.addAndGet(2000);
              }
            } catch (Exception _) {
              // closed by the test
            }
          });
      int before = -1;
      for (int i = 0; i < 20 && before != sent.get(); i++) {
        before = sent.get();
        Thread.sleep(500);
      }
      assertThat(sent.get()).isEqualTo(before);
      assertThat(patient.handler.asked.size()).isLessThanOrEqualTo(before + 2000);
    }
  }
}
