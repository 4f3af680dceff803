package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a running server lets give it commands, asked with curl, which sends octets as they are. */
class ControlSocketTest {
  @TempDir Path folder;

  @Test
  @Tag("needs-curl")
  void nobodyElseIsAnsweredEvenWhereTheFileLetsHimConnect() throws Exception {
    Nobody.assumeRoot();
    try (House _ = House.of(folder, Fixture.DEFAULT)) {
      Path socket = folder.resolve("doorward.sock");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      assertThat(asked(List.of(), socket)).contains("alice");
      assertThat(asked(Nobody.RUNS, socket)).isEmpty();
      assertThat(asked(List.of(), socket)).as("the server goes on").contains("alice");
    }
  }

  /** What comes back when the users are asked for. */
  private String asked(List<String> as, Path socket) throws Exception {
    byte[] json = "{\"name\":\"user.list\",\"args\":{}}".getBytes(StandardCharsets.UTF_8);
    Path request = folder.resolve("request");
    Files.write(
        request, ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).array());
    List<String> command = new ArrayList<>(as);
    command.addAll(
        List.of(
            "curl", "-s", "-m", "10", "--unix-socket", socket.toString(), "telnet://localhost"));
    Process curl =
        new ProcessBuilder(command)
            .redirectInput(request.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    curl.waitFor();
    return answer;
  }
}
