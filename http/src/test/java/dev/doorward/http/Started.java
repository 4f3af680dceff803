package dev.doorward.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running server for a test. */
final class Started implements AutoCloseable {
  static final Timeouts PATIENT =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2));

  final Answering handler;
  final HttpServer server;

  Started(Answering handler, Limits limits, Timeouts timeouts, Optional<Tls> tls)
      throws IOException {
    this.handler = handler;
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    this.server = HttpServer.start(List.of(new Listener(any, tls)), handler, limits, timeouts);
  }

  Started(Timeouts timeouts) throws IOException {
    this(new Answering(), Limits.DEFAULT, timeouts, Optional.empty());
  }

  Started() throws IOException {
    this(PATIENT);
  }

  Wire connect() throws IOException {
    return Wire.to(server.address());
  }

  @Override
  public void close() {
    server.stop(Duration.ZERO);
  }
}
