package dev.doorward.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  @Test
  void an_answer_is_read_with_its_fields_in_order() {
    Answer answer =
        read("GET", "HTTP/1.1 401 Unauthorized\r\nA: 1\r\na:  2 \r\nContent-Length: 2\r\n\r\nhi");
    assertThat(answer.faults()).isEmpty();
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.values("A")).containsExactly("1", "2");
    assertThat(answer.text()).isEqualTo("hi");
    assertThat(answer.closed()).isTrue();
  }

  @Test
  void chunks_trailers_and_interim_answers() {
    Answer answer =
        read(
            "GET",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: v\r\n\r\n");
    assertThat(answer.faults()).isEmpty();
    assertThat(answer.interims()).containsExactly(100);
    assertThat(answer.text()).isEqualTo("abcde");
    assertThat(answer.trailers()).containsExactly(new Field("T", "v"));
  }

  @Test
  void head_has_no_body() {
    assertThat(read("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").faults()).isEmpty();
    assertThat(read("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").faults())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
      })
  void a_breach_of_the_framing_is_noted(String answer) {
    assertThat(read("GET", answer).faults()).isNotEmpty();
  }

  @Test
  void no_answer_is_a_result() {
    assertThat(read("GET", "").status()).isEqualTo(0);
    assertThat(read("GET", "").closed()).isTrue();
  }

  private static Answer read(String method, String text) {
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    return new AnswerReader(in, () -> {}).read(method, true);
  }
}
