package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TypeScript client's own tests, in Node.js and Chromium, against the packaged command. */
@Tag("needs-node")
@Tag("needs-chromium")
class TypeScriptClientIT {
  private static final Path ROOT =
      Path.of(System.getProperty("doorward.root", "..")).toAbsolutePath();

  @TempDir Path folder;

  @Test
  void itsTestsPass() throws Exception {
    Files.writeString(ROOT.resolve("cli/target/dist/.built"), "");
    npm(180, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    String said = npm(420, "test");
    // One reporter of Node's marks its sums by #, another by ℹ.
    assertThat(said)
        .containsPattern("(?m)^\\S pass [1-9]\\d+$")
        .containsPattern("(?m)^\\S fail 0$")
        .containsPattern("(?m)^\\S skipped 0$");
  }

  private String npm(int seconds, String... arguments) throws Exception {
    Path out = folder.resolve(arguments[0] + ".txt");
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.resolve("clients/typescript").toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    String said = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
