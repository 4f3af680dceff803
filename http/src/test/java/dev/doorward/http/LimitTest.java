package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How large a head may be: contract C055, C226, C227, C347. */
class LimitTest {
  private Started started;

  @BeforeEach
  void start() throws Exception {
    started = new Started();
  }

  @AfterEach
  void stop() {
    started.close();
  }

  private String all(String octets) throws Exception {
    try (Wire wire = started.connect()) {
      return wire.send(octets).rest();
    }
  }

  private static String get(String target, String lines) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + lines + "\r\n";
  }

  @Test
  void aTargetOf8KiBIsServedAndOneOctetMoreIs414() throws Exception {
    String path = "/now?" + "x".repeat(8 * 1024 - 5);
    assertThat(all(get(path, ""))).startsWith("HTTP/1.1 200 OK");
    assertThat(all(get(path + "x", ""))).startsWith("HTTP/1.1 414 ").endsWith("URI_TOO_LONG");
    assertThat(all(get("/" + "x".repeat(30_000), "Origin: b\r\n"))).startsWith("HTTP/1.1 414 ");
    assertThat(all(get("/" + "x".repeat(200_000), ""))).startsWith("HTTP/1.1 414 ");
  }

  @Test
  void aFieldTooLargeIsNamed() throws Exception {
    assertThat(all(get("/now", "X-Big: " + "x".repeat(16_000) + "\r\n")))
        .startsWith("HTTP/1.1 200 OK");
    assertThat(all(get("/now", "X-Big: " + "x".repeat(16 * 1024) + "\r\nOrigin: b\r\n")))
        .startsWith("HTTP/1.1 431 ")
        .endsWith("FIELD_TOO_LARGE X-Big");
  }

  @Test
  void allFieldsTogetherAreLimited() throws Exception {
    String lines = ("X: " + "x".repeat(10_000) + "\r\n").repeat(4);
    assertThat(all(get("/now", lines))).startsWith("HTTP/1.1 431 ").endsWith("HEADERS_TOO_LARGE");
    String endless = ("X: " + "x".repeat(10_000) + "\r\n").repeat(40);
    assertThat(all(get("/now", endless))).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void tooManyFieldsAreRefused() throws Exception {
    assertThat(all(get("/now", "A: b\r\n".repeat(198)))).startsWith("HTTP/1.1 200 OK");
    assertThat(all(get("/now", "A: b\r\n".repeat(199))))
        .startsWith("HTTP/1.1 431 ")
        .endsWith("TOO_MANY_FIELDS");
  }

  @Test
  void traceIsRefusedAndTheConnectionLives() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("TRACE /now HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(wire.answer()).startsWith("HTTP/1.1 405 ").endsWith("TRACE_OR_CONNECT");
      wire.send(get("/now", ""));
      assertThat(wire.rest()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void c226_traceInAnotherCaseIsRefusedToo() throws Exception {
    assertThat(all("trace /now HTTP/1.1\r\nHost: a\r\n\r\n" + get("/now", "")))
        .startsWith("HTTP/1.1 405 ")
        .contains("Connection: close")
        .doesNotContain("200 OK");
    assertThat(all("Connect /now HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void traceWithTwoReadingsClosesAll() throws Exception {
    String answer =
        all("TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 1,2\r\n\r\n" + get("/now", ""));
    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
  }

  @Test
  void connectIsRefusedAndCloses() throws Exception {
    assertThat(all("CONNECT host:443 HTTP/1.1\r\nHost: host:443\r\n\r\n" + get("/now", "")))
        .startsWith("HTTP/1.1 405 ")
        .contains("Connection: close")
        .doesNotContain("200 OK");
  }

  @Test
  void oneEmptyLineBeforeARequestIsIgnored() throws Exception {
    assertThat(all("\r\n" + get("/now", ""))).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void asteriskAndAbsoluteFormAreRequests() throws Exception {
    assertThat(all("OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
    assertThat(all(get("http://b/now", ""))).startsWith("HTTP/1.1 404 ");
    assertThat(started.handler.asked).containsExactly("OPTIONS *", "GET http://b/now");
  }

  @Test
  void whatCouldBeReadOfAFaultyRequestIsHandedOver() throws Exception {
    var seen = new java.util.concurrent.atomic.AtomicReference<RequestHead>();
    var handler =
        new Answering() {
          @Override
          public Reply.Whole faulty(RequestHead head, Fault fault) {
            seen.set(head);
            return super.faulty(head, fault);
          }
        };
    try (var other = new Started(handler, Limits.DEFAULT, Started.PATIENT, Optional.empty());
        Wire wire = other.connect()) {
      wire.send(
          "GET /\u00fc#a HTTP/1.1\r\nHost: a\r\nAuthorization: half\r\n of it\r\nOrigin: b\r\n\r\n");
      wire.rest();
    }
    assertThat(seen.get().target()).isEqualTo("/%FC%23a");
    assertThat(seen.get().headers()).isEqualTo(Headers.of("Host", "a", "Origin", "b"));
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    var limits = new Limits(8192, 16384, 32768, 200, 2);
    try (var small = new Started(new Answering(), limits, Started.PATIENT, Optional.empty());
        Wire one = small.connect();
        Wire two = small.connect()) {
      assertThat(one.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n").answer()).endsWith("now");
      assertThat(two.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n").answer()).endsWith("now");
      try (Wire three = small.connect()) {
        assertThat(three.rest()).isIn("", "<reset>");
      }
      two.close();
      awaitConnections(small.server, 1);
      try (Wire three = small.connect()) {
        assertThat(three.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n").answer()).endsWith("now");
      }
    }
  }

  private static void awaitConnections(HttpServer server, int count) throws Exception {
    for (int i = 0; i < 500 && server.connections() != count; i++) {
      Thread.sleep(10);
    }
    assertThat(server.connections()).isEqualTo(count);
  }
}
