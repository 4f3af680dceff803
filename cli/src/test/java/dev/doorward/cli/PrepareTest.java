package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What build/prepare says and installs on machines which have some of what the tests need. */
class PrepareTest {
  private static final Path ROOT = Path.of(System.getProperty("doorward.root", ".."));

  @TempDir Path folder;
  private Path bin;

  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void everyPackageIsThereButNode() throws IOException {
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : new String[] {"bash", "dirname", "sed", "grep", "rm", "chmod"}) {
      Path real = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          bin.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
    }
    command("dpkg-query", "echo install ok installed");
    command("apt-get", "echo apt-get \"$@\" >> " + folder.resolve("done"));
    command("id", "echo 1000");
  }

  @Test
  void aNodeFromElsewhereDoes() throws Exception {
    node("v20.0.0");
    command("npm", "exit 0");
    assertThat(prepare(Map.of("CI", "true"))).isEqualTo(new Said(0, "", ""));
  }

  @Test
  void anOldNodeOrNoneLeavesItsTestsOutAndSaysSo() throws Exception {
    command("npm", "exit 0");
    for (String version : new String[] {"", "v18.20.4", "nonsense"}) {
      node(version);
      Said said = prepare(Map.of());
      assertThat(said.exit).isZero();
      assertThat(said.out).isEqualTo("needs-node\n");
      assertThat(said.err).startsWith("verify: Node.js 20 or newer with npm is not here;");
      assertThat(prepare(Map.of("CI", "true")).exit).isEqualTo(1);
    }
  }

  @Test
  void nodeWithoutNpmIsNotEnough() throws Exception {
    node("v22.1.0");
    assertThat(prepare(Map.of()).out).isEqualTo("needs-node\n");
  }

  @Test
  void withoutRootOtherPackagesAreNamedToo() throws Exception {
    command("dpkg-query", "exit 1");
    Said said = prepare(Map.of());
    assertThat(said.out)
        .startsWith("needs-apache,")
        .contains(",needs-postgresql,")
        .endsWith(",needs-systemd,needs-testssl,needs-node\n");
    assertThat(said.err).contains("sudo apt-get install apache2-bin ").doesNotContain("nodejs ");
  }

  private void node(String version) throws IOException {
    command("node", version.isEmpty() ? "exit 127" : "echo " + version);
  }

  private void command(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, "#!" + Path.of("/bin/sh") + "\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Said prepare(Map<String, String> environment) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", ROOT.resolve("build/prepare").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    assertThat(folder.resolve("done")).as("nobody but root installs").doesNotExist();
    return new Said(
        exit,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
