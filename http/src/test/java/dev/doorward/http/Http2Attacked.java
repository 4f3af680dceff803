package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with short deadlines, an application, and a client over HTTP/2. */
abstract class Http2Attacked {
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(500),
          Duration.ofMillis(800),
          Duration.ofSeconds(3),
          Duration.ofMillis(800),
          Duration.ofSeconds(1));

  static final byte[] GET = block(request("GET", "/now"));

  Started started;
  App app;
  Frames client;

  @BeforeEach
  void start() throws Exception {
    started = new Started(SHORT);
    app = new App();
    started.handler.upstream = app.upstream();
    client = Frames.to(started.server.address());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    app.close();
    started.close();
    assertThat(started.handler.bugs).isEmpty();
  }

  interface Frame {
    byte[] at(int index);
  }

  final void othersAreServed() throws IOException {
    try (Frames other = Frames.to(started.server.address())) {
      other.send(HEADERS, END_HEADERS | END_STREAM, 1, GET);
      assertThat(other.answer(1).text()).isEqualTo("now");
    }
  }

  static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }
}
