package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Field sections which are too large (RFC 9113 §10.5.1). */
class Http2HeadTest extends Http2Attacked {
  @Test
  void anHpackBombIsNotUnpacked() throws Exception {
    byte[] one =
        all(hex("40 01 78 7f a1 1e"), "y".repeat(4000).getBytes(StandardCharsets.US_ASCII));
    byte[] many = new byte[12_000];
    Arrays.fill(many, (byte) 0xbe);
    client.send(HEADERS, END_HEADERS | END_STREAM, 1, all(GET, one, many)); // 48 MB of fields
    assertThat(client.answer(1).status()).isEqualTo(431);
    assertThat(started.handler.asked).isEmpty();
    FrameCase.alive(client);
    othersAreServed();
  }

  @Test
  void tooLargeHeadsAre431() throws Exception {
    client.headers(1, true, request("GET", "/now", "x", "y".repeat(15_900)));
    assertThat(client.answer(1).status()).isEqualTo(200);
    String[] three = {"a", "y".repeat(12_000), "b", "y".repeat(12_000), "c", "y".repeat(12_000)};
    large(3, three);
    Frames.Answer worded = client.answer(3);
    assertThat(worded.status()).isEqualTo(431);
    assertThat(worded.text()).isEqualTo("HEADERS_TOO_LARGE");
    String[] fields = new String[402];
    Arrays.fill(fields, "x");
    client.headers(5, true, request("GET", "/now", fields));
    assertThat(client.answer(5).text()).isEqualTo("TOO_MANY_FIELDS");
    String[] twelve = new String[24];
    for (int i = 0; i < 24; i += 2) {
      twelve[i] = "x";
      twelve[i + 1] = "y".repeat(13_000);
    }
    large(7, twelve); // more than SETTINGS_MAX_HEADER_LIST_SIZE says
    Frames.Answer bare = client.answer(7);
    assertThat(bare.status()).isEqualTo(431);
    assertThat(bare.text()).isEmpty();
    FrameCase.alive(client);
  }

  /** RFC 9110 §8.6: an application of HTTP/1.1 may wait for content which it is not denied. */
  @Test
  void aRequestWithoutContentSaysSoWhereOneIsExpected() throws Exception {
    client.headers(1, true, request("POST", "/app", "content-length", "0"));
    Wire upstream = app.accept();
    assertThat(upstream.head()).containsOnlyOnce("Content-Length: 0\r\n");
    upstream.send("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(client.answer(1).status()).isEqualTo(204);
    client.headers(3, true, request("PUT", "/app"));
    assertThat(upstream.head()).containsOnlyOnce("Content-Length: 0\r\n");
    upstream.send("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(client.answer(3).status()).isEqualTo(204);
    client.headers(5, true, request("GET", "/app"));
    assertThat(upstream.head()).doesNotContain("Content-Length");
    upstream.send("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(client.answer(5).status()).isEqualTo(204);
  }

  private void large(int stream, String... fields) throws IOException {
    client.send(HEADERS, END_STREAM, stream, GET);
    for (int i = 0; i < fields.length; i += 2) {
      client.send(
          CONTINUATION,
          i == fields.length - 2 ? END_HEADERS : 0,
          stream,
          block(fields[i], fields[i + 1]));
    }
  }
}
