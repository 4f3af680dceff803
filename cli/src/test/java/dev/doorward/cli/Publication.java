package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A repository into which everything was published as a release is: from copies of the sources, so
 * that the build which runs this is left alone.
 */
record Publication(Path folder) {
  static final Path ROOT = Path.of(System.getProperty("doorward.root", "..")).toAbsolutePath();

  /** The rooms which lie in the jar of {@code servlet}. */
  static final Set<String> WITHIN = Set.of("core", "config", "identity", "oauth", "portal", "face");

  /** Publishes by way of a copy there. */
  static Publication of(Path copy) throws Exception {
    copy(copy);
    Path to = copy.resolveSibling(copy.getFileName() + "-published");
    assertThat(maven(copy, to)).as(said(copy)).isTrue();
    return new Publication(to);
  }

  /** Which artifacts there are. */
  Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder.resolve("dev/doorward"))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  /** The ends of the names of what there is of an artifact. */
  List<String> artifacts(String of) throws IOException {
    try (Stream<Path> files = Files.list(versioned(of))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("doorward-"))
          .filter(name -> !name.matches(".*\\.(md5|sha1|sha256|sha512)"))
          .map(name -> name.replaceFirst("^.*?(-[a-z]+)?(\\.[a-z]+)$", "$1$2"))
          .sorted()
          .toList();
    }
  }

  Path artifact(String of, String end) throws IOException {
    try (Stream<Path> files = Files.list(versioned(of))) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*[0-9TS]" + end))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path versioned(String of) throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("dev/doorward/doorward-" + of))) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static boolean maven(Path copy, Path to) throws Exception {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-Prelease", "deploy"));
    command.addAll(
        List.of(
            "-pl",
            Arrays.stream(Published.values())
                .map(each -> each.room)
                .collect(Collectors.joining(",", ".,bom,", "")),
            "-am",
            "-Dmaven.test.skip=true"));
    // Nothing is left in the local repository, where another build might find it.
    command.addAll(List.of("-Dmaven.install.skip=true", "-Dspotless.check.skip=true"));
    command.add("-DaltDeploymentRepository=local::file:" + to);
    String local = System.getProperty("maven.repo.local");
    if (local != null) {
      command.add("-Dmaven.repo.local=" + local);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(copy.resolve("maven.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    return ended && process.exitValue() == 0;
  }

  private static String said(Path copy) throws IOException {
    return Files.readString(copy.resolve("maven.log"));
  }

  /** Every pom, which Maven wants to see, and the sources of what is published. */
  private static void copy(Path to) throws Exception {
    for (String module : Pom.texts(Pom.read(ROOT.resolve("pom.xml")), "/project/modules/module")) {
      Files.createDirectories(to.resolve(module));
      Files.copy(ROOT.resolve(module).resolve("pom.xml"), to.resolve(module).resolve("pom.xml"));
    }
    Files.copy(ROOT.resolve("pom.xml"), to.resolve("pom.xml"));
    Files.copy(ROOT.resolve("LICENSE"), to.resolve("LICENSE"));
    Set<String> sources = new TreeSet<>(WITHIN);
    for (Published each : Published.values()) {
      sources.add(each.room);
    }
    for (String room : sources) {
      Path main = ROOT.resolve(room).resolve("src/main");
      try (Stream<Path> files = Files.walk(main)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = to.resolve(ROOT.relativize(file));
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }
}
