package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.cli.demo.Demo;
import dev.doorward.cli.demo.Try;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every request which the demo prints, pasted into a shell. */
@Tag("needs-curl")
class DemoTest {
  @TempDir Path folder;

  @Test
  void everyPrintedLineAnswersAsPrinted() throws Exception {
    try (Demo demo = Demo.start("127.0.0.1:" + FreePort.next(), Optional.empty())) {
      List<Try> tries = demo.tries();
      assertThat(tries).hasSizeGreaterThanOrEqualTo(10);
      for (Try one : tries) {
        String answer = shell(one.command());
        String[] wanted = one.answer().split(" \\| ", -1);
        assertThat(answer).as(one.command()).contains("HTTP/1.1 " + wanted[0] + " ");
        List<String> told = new ArrayList<>();
        for (String line : answer.lines().toList()) {
          if (line.startsWith("WWW-Authenticate: ") || line.startsWith("Location: ")) {
            told.add(line.strip());
          }
        }
        assertThat(told)
            .as(one.command())
            .containsExactly(java.util.Arrays.copyOfRange(wanted, 1, wanted.length));
      }
    }
  }

  @Test
  void theFolderGoesWithTheDemo() throws Exception {
    Set<Path> before = folders();
    Demo demo = Demo.start("127.0.0.1:" + FreePort.next(), Optional.empty());
    Set<Path> during = folders();
    during.removeAll(before);
    assertThat(during).isNotEmpty();
    demo.close();
    assertThat(folders()).doesNotContainAnyElementsOf(during);
  }

  @Test
  void whoeverFindsTheDoorOpenFindsItsPeopleAndTheFixture() throws Exception {
    int port = FreePort.next();
    Path fixture = folder.resolve("fixture.json");
    var found =
        Executors.newVirtualThreadPerTaskExecutor()
            .submit(() -> {
              while (true) {
                try (Raw raw = new Raw(port)) {
                  return Files.exists(fixture) ? Files.readString(fixture) : "no fixture yet";
                } catch (ConnectException e) {
                  Thread.sleep(1);
                }
              }
            });
    try (Demo demo = Demo.start("127.0.0.1:" + port, Optional.of(fixture))) {
      assertThat(FixtureFile.parse(found.get()).origin()).isEqualTo(demo.origin());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void nothingStaysOfADemoThatCouldNotWriteItsFixture() throws Exception {
    Set<Path> before = folders();
    assertThatThrownBy(() ->
            Demo.start("127.0.0.1:" + FreePort.next(), Optional.of(folder.resolve("no/such/file"))))
        .isInstanceOf(IOException.class);
    assertThat(folders()).isEqualTo(before);
  }

  private static Set<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("doorward-demo"))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  static String shell(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command.replace("curl ", "curl -s "))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return out;
  }
}
