package dev.doorward.server.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.http.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One message each way. */
class GrpcUnaryTest {
  @Test
  void oneMessageIsTaken() throws Exception {
    assertThat(GrpcUnary.message(new byte[] {0, 0, 0, 0, 2, 7, 8}, 2)).containsExactly(7, 8);
    assertThat(GrpcUnary.message(new byte[] {0, 0, 0, 0, 0}, 2)).isEmpty();
  }

  @Test
  void nothingElseIs() {
    Map<String, List<byte[]>> refused =
        Map.of(
            "13",
            List.of(
                new byte[] {},
                new byte[] {0, 0, 0, 0},
                new byte[] {0, 0, 0, 0, 2, 7}, // too short
                new byte[] {0, 0, 0, 0, 1, 7, 8}, // more behind it
                new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, // two
                new byte[] {2, 0, 0, 0, 1, 7},
                new byte[] {-1, 0, 0, 0, 1, 7}),
            "12",
            List.of(new byte[] {1, 0, 0, 0, 1, 7}, new byte[] {1, -1, -1, -1, -1}),
            "8",
            List.of(
                new byte[] {0, 0, 0, 0, 3, 7, 8, 9},
                new byte[] {0, -1, -1, -1, -1, 7}, // 4 GiB, not a negative length
                new byte[] {0, 127, -1, -1, -1, 7}));
    refused.forEach((status, all) ->
        all.forEach(content ->
            assertThatThrownBy(() -> GrpcUnary.message(content, 2))
                .isInstanceOfSatisfying(
                    GrpcUnary.Failed.class,
                    failed -> {
                      Reply.Whole answer = GrpcUnary.failed(failed);
                      assertThat(answer.status()).isEqualTo(200);
                      assertThat(answer.headers().all("grpc-status")).containsExactly(status);
                      assertThat(answer.headers().all("content-type"))
                          .containsExactly("application/grpc");
                      assertThat(answer.headers().first("grpc-message").orElse(""))
                          .matches("[ -$&-~]+");
                      assertThat(answer.body()).isEmpty();
                      assertThat(answer.trailers().isEmpty()).isTrue();
                    })));
  }

  @Test
  void anAnswerIsAMessageAndItsStatusATrailer() {
    Reply.Whole answer = GrpcUnary.answer(new byte[] {7, 8});
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().all("content-type")).containsExactly("application/grpc");
    assertThat(answer.headers().has("grpc-status")).isFalse();
    assertThat(answer.body()).containsExactly(0, 0, 0, 0, 2, 7, 8);
    assertThat(answer.trailers().all("grpc-status")).containsExactly("0");
  }
}
