package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is packaged. */
class DistributionIT {
  private static final Path LIB =
      Path.of(System.getProperty("doorward.root", ".."), "cli/target/dist/lib");

  @Test
  void noJarOfAnOlderBuildIsOnTheClassPath() throws Exception {
    List<String> used = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      used.add(Path.of(entry).getFileName().toString());
    }
    try (Stream<Path> jars = Files.list(LIB)) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .hasSizeGreaterThan(20)
          .allSatisfy(
              jar -> assertThat(jar.startsWith("doorward-cli-") || used.contains(jar)).isTrue());
    }
  }
}
