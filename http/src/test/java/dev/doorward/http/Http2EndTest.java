package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Ends of streams and connections over HTTP/2, by whomever. */
class Http2EndTest extends Http2Attacked {
  @Test
  void resetWhileAHandlerCollectsTheContent() throws Exception {
    for (int i = 0; i < 50; i++) {
      client.headers(2 * i + 1, false, request("POST", "/echo"));
      client.data(2 * i + 1, false, "half");
      client.send(RST_STREAM, 0, 2 * i + 1, number(CANCEL));
    }
    client.headers(201, false, request("POST", "/echo"));
    client.data(201, true, "whole");
    assertThat(client.answer(201).text()).isEqualTo("whole");
  }

  @Test
  void goneInTheMiddle() throws Exception {
    client.headers(1, false, request("POST", "/app"));
    client.headers(3, false, request("POST", "/echo"));
    client.data(1, false, "some");
    client.data(3, false, "some");
    Wire upstream = app.accept();
    upstream.head();
    client.close();
    upstream.rest();
    for (int i = 0; i < 200 && started.server.connections() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(started.server.connections()).isZero();
  }

  @Test
  void halfCloseIsTheEnd() throws Exception {
    try (Socket socket =
        new Socket(started.server.address().getAddress(), started.server.address().getPort())) {
      var half = new Frames(socket);
      half.greet();
      half.headers(1, true, request("GET", "/slow"));
      socket.shutdownOutput();
      long since = System.nanoTime();
      while (half.read() != null) {
        // until it ends
      }
      assertThat(millis(since)).isLessThan(400);
    }
  }

  @Test
  void aStopRefusesLaterStreamsAndEndsEventStreams() throws Exception {
    client.headers(1, true, request("GET", "/slow"));
    client.headers(3, true, request("GET", "/app"));
    Wire upstream = app.accept();
    upstream.head();
    upstream.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
    client.next(each -> each.stream() == 3 && each.type() == DATA);
    Thread stopping = Thread.ofVirtual().start(started.server::close);
    assertThat(client.next(each -> each.type() == GOAWAY).number()).isEqualTo(3);
    client.headers(5, true, request("GET", "/late"));
    assertThat(client.answer(3).ended).isTrue();
    assertThat(client.answer(1).text()).isEqualTo("slow");
    stopping.join();
    assertThat(started.handler.asked).doesNotContain("GET /late");
    try {
      while (client.read() != null) {
        // until it ends
      }
    } catch (EOFException _) {
      // ended
    }
  }
}
