package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that the server answers itself. */
class PlainTest {
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

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  @Test
  void anAnswerFromTheEventLoop() throws Exception {
    String answer = wire.send(get("/now")).answer();
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Length: 3\r\n", "\r\nDate: ")
        .doesNotContain("Connection:")
        .endsWith("\r\n\r\nnow");
    assertThat(wire.send(get("/now")).answer()).endsWith("now");
  }

  @Test
  void anAnswerFromAVirtualThread() throws Exception {
    assertThat(wire.send(get("/threads")).answer()).endsWith("true");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    wire.send(get("/slow") + get("/now") + get("/slow") + get("/none") + get("/now"));
    assertThat(wire.answer()).endsWith("slow");
    assertThat(wire.answer()).endsWith("now");
    assertThat(wire.answer()).endsWith("slow");
    assertThat(wire.answer()).startsWith("HTTP/1.1 204 No Content").doesNotContain("Length");
    assertThat(wire.answer()).endsWith("now");
  }

  @Test
  void headGetsTheLengthOfGetAndNoContent() throws Exception {
    wire.send("HEAD /now HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(wire.head()).contains("Content-Length: 3\r\n");
    assertThat(wire.send(get("/now")).answer()).endsWith("now");
  }

  @Test
  void http10ClosesUnlessAskedToKeep() throws Exception {
    wire.send("GET /now HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assertThat(wire.answer()).contains("Connection: keep-alive\r\n");
    wire.send("GET /now HTTP/1.0\r\n\r\n");
    assertThat(wire.rest()).contains("Connection: close\r\n").endsWith("now");
  }

  @Test
  void bugsEndIn500AndTheConnectionLives() throws Exception {
    assertThat(wire.send(get("/crash-now")).answer()).startsWith("HTTP/1.1 500 ");
  }

  @Test
  void echo() throws Exception {
    wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
    wire.send("lo" + get("/now"));
    assertThat(wire.answer()).endsWith("hello");
    assertThat(wire.answer()).endsWith("now");
    wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n");
    wire.send("2;x=y\r\nlo\r\n0\r\nX: y\r\n\r\n" + get("/now"));
    assertThat(wire.answer()).endsWith("hello");
    assertThat(wire.answer()).endsWith("now");
  }
}
