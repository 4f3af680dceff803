package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged command in a process of its own, as the launcher starts it. */
final class Packaged {
  private static final Path ROOT = Path.of(System.getProperty("doorward.root", ".."));

  private Packaged() {}

  /** Runs it; what it says goes to that file. */
  static Process run(Path log, String... args) throws IOException {
    return run(Map.of(), log, args);
  }

  /** With these variables in its environment too. */
  static Process run(Map<String, String> environment, Path log, String... args) throws IOException {
    ProcessBuilder builder = java(List.of(), launcherFlags(), Main.class, args);
    builder.environment().putAll(environment);
    return builder
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Runs it from what is packaged; what it says goes to that file. */
  static Process runPackage(Path log, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launcherFlags());
    command.add("-cp");
    command.add(ROOT.resolve("cli/target/dist/lib") + "/*");
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** A JVM on the class path of the tests. */
  static ProcessBuilder java(
      List<String> before, List<String> flags, Class<?> main, String... args) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command);
  }

  /** Waits until it listens at that port. */
  static void awaitOpen(Process server, int port, Path log) throws Exception {
    while (true) {
      try (Raw raw = new Raw(port)) {
        return;
      } catch (IOException e) {
        assertThat(server.isAlive()).as(() -> "the server runs; it said " + said(log)).isTrue();
        Thread.sleep(50);
      }
    }
  }

  private static String said(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "nothing";
    }
  }

  private static List<String> launcherFlags() throws IOException {
    Matcher flags =
        Pattern.compile("java_flags=\"(.*?)\"", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("build/java.sh")));
    assertThat(flags.find()).isTrue();
    return List.of(flags.group(1).replace("\\\n", " ").strip().split("\\s+"));
  }
}
