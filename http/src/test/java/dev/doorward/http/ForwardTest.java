package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that go to an application. */
class ForwardTest {
  private Started started;
  private App app;
  private Wire wire;

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

  @Test
  void anExchangeAndItsConnectionUsedAgain() throws Exception {
    wire.send("GET /app?a=b HTTP/1.1\r\nHost: a\r\nConnection: x-gone\r\nX-Gone: 1\r\n\r\n");
    Wire upstream = app.accept();
    assertThat(upstream.head())
        .isEqualTo("GET /app?a=b HTTP/1.1\r\nHost: a\r\nX-Doorward-User: alice\r\n\r\n");
    upstream.send("HTTP/1.1 200 Whatever\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello");
    assertThat(wire.answer())
        .startsWith("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nX-Seen: yes\r\nDate: ")
        .endsWith("Content-Length: 5\r\n\r\nhello");
    wire.send("POST /deep HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    assertThat(upstream.answer()).endsWith("abc");
    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    upstream.send("3\r\nabc\r\n0\r\nX-Sum: 1\r\nSet-Cookie: x\r\n\r\n");
    assertThat(wire.answer()).endsWith("\r\n\r\nabc|X-Sum: 1");
    assertThat(app.connections()).isZero();
  }
}
