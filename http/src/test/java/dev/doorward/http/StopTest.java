package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stopping without losing an answer. */
class StopTest {
  private static final String NOW = "GET /now HTTP/1.1\r\nHost: a\r\n\r\n";

  private Started started;
  private App app;

  @BeforeEach
  void start() throws Exception {
    started = new Started();
    app = new App();
    started.handler.upstream = app.upstream();
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    started.close();
  }

  private Thread stopping(Duration grace) throws Exception {
    Thread thread = Thread.ofVirtual().start(() -> started.server.stop(grace));
    for (int i = 0; i < 200 && !started.server.stopping(); i++) {
      Thread.sleep(5);
    }
    Thread.sleep(50);
    return thread;
  }

  @Test
  void whatIsInFlightIsFinishedAndWhatIsIdleIsClosed() throws Exception {
    try (Wire idle = started.connect();
        Wire busy = started.connect();
        Wire forwarded = started.connect()) {
      idle.send(NOW).answer();
      busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      forwarded.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
      Wire upstream = app.accept();
      upstream.head();
      Thread stopping = stopping(Duration.ofSeconds(10));
      assertThat(started.server.stopping()).isTrue();
      assertThat(idle.rest()).isEmpty();
      assertThatThrownBy(started::connect).isInstanceOf(IOException.class);
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      assertThat(forwarded.rest()).contains("Connection: close\r\n").endsWith("ok");
      assertThat(busy.rest()).contains("Connection: close\r\n").endsWith("slow");
      idle.close();
      forwarded.close();
      busy.close();
      stopping.join(Duration.ofSeconds(3));
      assertThat(stopping.isAlive()).isFalse();
    }
  }

  @Test
  void afterTheGraceAllIsCut() throws Exception {
    try (Wire forwarded = started.connect()) {
      forwarded.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
      app.accept().head();
      Thread stopping = stopping(Duration.ofMillis(300));
      assertThat(forwarded.rest()).isIn("", "<reset>");
      stopping.join();
    }
  }

  @Test
  void openStreamsDoNotHoldTheStop() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("GET /app HTTP/1.1\r\nHost: a\r\n\r\n");
      Wire upstream = app.accept();
      upstream.head();
      upstream.send(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n");
      wire.head();
      Thread stopping = stopping(Duration.ofSeconds(10));
      assertThat(wire.rest()).endsWith("0\r\n\r\n");
      wire.close();
      stopping.join(Duration.ofSeconds(3));
      assertThat(stopping.isAlive()).isFalse();
    }
  }

  @Test
  void anAddressInUseIsSaid() {
    var listener = Listener.plain(started.server.address());
    assertThatThrownBy(() ->
            HttpServer.start(List.of(listener), new Answering(), Limits.DEFAULT, Timeouts.DEFAULT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on");
  }
}
