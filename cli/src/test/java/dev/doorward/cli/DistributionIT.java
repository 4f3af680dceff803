package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** A cache of other jars would run what was in those (JDK-8377932). */
  @Test
  void theCacheIsUsedWithTheJarsItWasMadeOfAndWithNoOthers(@TempDir Path folder) throws Exception {
    Path root = Path.of(System.getProperty("doorward.root", "..")).toRealPath();
    Path copy = folder.resolve("cli/target/dist");
    copy(root.resolve("cli/target/dist"), copy);
    copy(root.resolve("build/java.sh"), folder.resolve("build/java.sh"));
    copy(root.resolve("doorward"), folder.resolve("doorward"));
    Files.writeString(copy.resolve(".built"), "");
    assertThat(sourceOfMain(folder)).contains("shared objects file");
    Path jar;
    try (Stream<Path> jars = Files.list(copy.resolve("lib"))) {
      jar =
          jars.filter(each -> each.toString().contains("doorward-core")).findFirst().orElseThrow();
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    assertThat(sourceOfMain(folder)).contains("doorward-cli").contains(".jar");
  }

  /** Times are kept. */
  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        Files.createDirectories(target.getParent());
        if (!Files.isDirectory(each)) {
          Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static String sourceOfMain(Path root) throws Exception {
    Path log = root.resolve("classes.log");
    Files.deleteIfExists(log);
    var launcher = new ProcessBuilder(root.resolve("doorward").toString(), "--version");
    launcher.environment().put("DOORWARD_JAVA_OPTS", "-Xlog:class+load=info:file=" + log);
    Process process = launcher.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).startsWith("doorward ");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" dev.doorward.cli.Main ")).findFirst().orElse("");
    }
  }
}
