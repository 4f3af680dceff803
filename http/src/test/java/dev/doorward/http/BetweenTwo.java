package dev.doorward.http;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server between a client and an application, both of which mind every octet. */
abstract class BetweenTwo {
  Started started;
  App app;
  Wire wire;

  @BeforeEach
  void start() throws Exception {
    started = new Started();
    app = new App();
    started.handler.upstream = app.upstream();
    wire = started.connect();
  }

  @AfterEach
  void stop() throws Exception {
    wire.close();
    app.close();
    started.close();
  }
}
