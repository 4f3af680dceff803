package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 by ALPN, spoken by the tools of nghttp2. */
@Tag("needs-h2load")
class Http2LoadIT {
  @TempDir private Path folder;

  @Test
  void twentyThousandRequestsOnAHundredStreamsAreAllAnswered() throws Exception {
    try (Open open = Open.secure(folder)) {
      String at = "--connect-to=127.0.0.1:" + open.port;
      Open.Said said =
          Open.run(
              folder,
              List.of("h2load", "-n20000", "-c10", "-m10", at, "https://app.test/anything"));
      assertThat(said.text())
          .contains("Application protocol: h2")
          .contains("20000 total, 20000 started, 20000 done, 20000 succeeded, 0 failed, 0 errored")
          .contains("status codes: 20000 2xx, 0 3xx, 0 4xx, 0 5xx");
      assertThat(open.app.count()).isEqualTo(20_000);
    }
  }

  @Test
  void anAnswerFrameByFrame() throws Exception {
    try (Open open = Open.secure(folder)) {
      String url = "https://127.0.0.1:" + open.port + "/anything";
      Open.Said said =
          Open.run(folder, List.of("nghttp", "-nv", "-H:authority: app.test", "-t10", url));
      assertThat(said.text())
          .contains("The negotiated protocol: h2")
          .contains("[SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100]")
          .contains("recv (stream_id=13) :status: 200")
          .containsPattern("recv DATA frame <length=\\d+, flags=0x01, stream_id=13>")
          .doesNotContain("PROTOCOL_ERROR")
          .doesNotContain(
              "GOAWAY frame <length=8, flags=0x00, stream_id=0>\n          (last_stream_id=0, error_code=PROTOCOL");
    }
  }
}
