package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the commands which measure say of themselves; none of them begins to measure here. */
class BenchScriptsTest {
  private static final Path BENCH =
      Path.of(System.getProperty("doorward.root", "..")).resolve("bench");

  private record Said(int exit, String text) {}

  @Test
  void eachTellsHowItIsUsedWithAnExampleAndIsInTheReadme() throws Exception {
    String readme = Files.readString(BENCH.resolve("README.md"));
    List<Path> scripts = scripts();
    assertThat(scripts).hasSizeGreaterThan(3);
    for (Path script : scripts) {
      Said help = run(script, "--help");
      assertThat(help.exit()).as(help.text()).isZero();
      assertThat(help.text())
          .startsWith("Usage: bench/" + script.getFileName())
          .contains("Example: bench/");
      assertThat(readme).contains("`bench/" + script.getFileName() + "`");
    }
  }

  @Test
  void aWrongArgumentIsWrongUsage() throws Exception {
    for (Path script : scripts()) {
      Said wrong = run(script, "--fast");
      assertThat(wrong.exit()).as(wrong.text()).isEqualTo(2);
      assertThat(wrong.text()).contains("unknown argument --fast");
      boolean measures = !script.endsWith("faults"); // which may do nothing for a while
      String option = measures ? "--rounds" : "--kills";
      assertThat(run(script, option).exit()).isEqualTo(2);
      for (String value : measures ? List.of("", "0", "many") : List.of("", "many")) {
        Said senseless = run(script, option, value);
        assertThat(senseless.exit()).as(script + ": " + senseless.text()).isEqualTo(2);
      }
    }
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(BENCH)) {
      return files.filter(Files::isRegularFile).filter(Files::isExecutable).sorted().toList();
    }
  }

  private static Said run(Path script, String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    boolean ended = process.waitFor(20, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
      throw new AssertionError(script + " began to measure");
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.exitValue(), text);
  }
}
