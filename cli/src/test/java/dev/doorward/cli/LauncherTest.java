package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a JDK is found, whatever {@code java} is on the path, and what is said while it builds. */
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("doorward.root", ".."));

  @TempDir Path folder;

  private record Said(int exit, String out, String err) {}

  @Test
  void theNamedJdkComesFirst() throws Exception {
    Path old = jdk("old", "17.0.15");
    Path good = jdk("good", "25.0.3");
    Path better = jdk("better", "26.0.1");
    assertThat(
            find(Map.of("DOORWARD_JAVA_HOME", better.toString(), "JAVA_HOME", good.toString()))
                .out
                .strip())
        .isEqualTo(better.toString());
    assertThat(find(Map.of("JAVA_HOME", good.toString())).out.strip()).isEqualTo(good.toString());
    assertThat(
            find(Map.of(
                    "JAVA_HOME", old.toString(), "PATH", good.resolve("bin") + ":/usr/bin:/bin"))
                .out
                .strip())
        .isEqualTo(good.toString());
  }

  @Test
  void aNamedJdkThatIsNoneOrTooOldIsRefused() throws Exception {
    Path good = jdk("good", "25.0.3");
    Path old = jdk("old", "17.0.15");
    Path runtime = jdk("runtime", "25.0.3");
    Files.delete(runtime.resolve("bin/javac"));
    for (Path wrong : new Path[] {old, runtime, folder.resolve("nothing")}) {
      Said said =
          find(Map.of("DOORWARD_JAVA_HOME", wrong.toString(), "JAVA_HOME", good.toString()));
      assertThat(said.exit).as(said.out).isEqualTo(1);
      assertThat(said.out).isEmpty();
      assertThat(said.err)
          .startsWith("doorward: DOORWARD_JAVA_HOME is " + wrong + ", which is no JDK 25 or newer");
    }
    assertThat(find(Map.of("DOORWARD_JAVA_HOME", old.toString())).err).contains("(Java 17)");
  }

  @Test
  void theJavaOnThePathIsTakenOnlyWhereItIsNewEnough() throws Exception {
    Path good = jdk("onpath", "25.0.3");
    assertThat(find(Map.of("PATH", good.resolve("bin") + ":/usr/bin:/bin")).out.strip())
        .isEqualTo(good.toString());
  }

  @Test
  void whereThereIsNoneItTellsWhatItSawAndWhatToInstall() throws Exception {
    Path old = jdk("old", "17.0.15");
    // A list of places of its own, so that the machine's real JDKs do not answer.
    String script =
        ". '"
            + ROOT.resolve("build/java.sh")
            + "'\njava_homes() { echo '"
            + old
            + "'; }\nfind_java";
    Said said = run(Map.of(), script);
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.out).isEmpty();
    assertThat(said.err)
        .contains(old + " (Java 17)")
        .contains("Install one")
        .contains("DOORWARD_JAVA_HOME");
  }

  @Test
  void ofMavensTalkThoseWhoWaitSeeHowFarItIs() throws Exception {
    Path talk = folder.resolve("talk");
    Files.writeString(
        talk,
        "[INFO] Building Doorward 0.1.0-SNAPSHOT                    [1/11]\n"
            + "Downloaded from central: https://repo.example/a.jar (1 kB at 2 kB/s)\n".repeat(50)
            + "[INFO] Building Doorward core 0.1.0-SNAPSHOT               [2/11]\n"
            + "[WARNING] something\n");
    String script =
        "set -eu; eval \"$(sed -n '/^progress()/,/^}/p' '%s')\"; progress < '%s'"
            .formatted(ROOT.resolve("doorward"), talk);
    assertThat(run(Map.of(), script))
        .isEqualTo(new Said(0, "doorward:     50 files fetched\ndoorward:   core [2/11]\n", ""));
  }

  private Said find(Map<String, String> environment) throws Exception {
    return run(environment, ". '" + ROOT.resolve("build/java.sh") + "'\nfind_java");
  }

  private Said run(Map<String, String> environment, String script)
      throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).redirectError(err.toFile());
    builder.environment().keySet().removeAll(java.util.Set.of("JAVA_HOME", "DOORWARD_JAVA_HOME"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out, Files.readString(err));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String tool : new String[] {"java", "javac"}) {
      Path file = Files.writeString(bin.resolve(tool), "#!/bin/sh\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return home;
  }
}
