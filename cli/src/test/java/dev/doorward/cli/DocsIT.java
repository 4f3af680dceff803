package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.config.Config;
import dev.doorward.config.Settings;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Certificates;
import dev.doorward.core.answer.ProblemType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation, word for word, with the packaged command. */
class DocsIT {
  private static final Path ROOT =
      Path.of(System.getProperty("doorward.root", "..")).toAbsolutePath();
  private static final Pattern BLOCK =
      Pattern.compile("```(sh|yaml complete|yaml inside|yaml acme)\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @ParameterizedTest
  @Tag("needs-curl")
  @Tag("needs-nginx")
  @ValueSource(
      strings = {
        "README.md",
        "CONTRIBUTING.md",
        "docs/getting-started.md",
        "docs/configuration.md",
        "docs/fronts.md",
        "docs/several-hosts.md",
        "docs/performance.md",
        "docs/why.md",
        "docs/operations.md",
        "docs/answers.md",
        "docs/clients.md",
        "docs/admin-api.md",
        "docs/security.md",
        "docs/architecture.md"
      })
  void everyShellBlockRuns(String page) throws Exception {
    List<String> blocks = blocks(Files.readString(ROOT.resolve(page)), "sh");
    if (blocks.isEmpty()) {
      return;
    }
    Files.createSymbolicLink(folder.resolve("doorward"), ROOT.resolve("doorward"));
    Files.createSymbolicLink(folder.resolve("verify"), ROOT.resolve("verify"));
    Files.createSymbolicLink(folder.resolve("examples"), ROOT.resolve("examples"));
    Files.writeString(ROOT.resolve("cli/target/dist/.built"), "");
    StringBuilder script =
        new StringBuilder(
            "set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || true; wait || true' EXIT\n");
    for (String block : blocks) {
      script.append(
          switch (block.strip()) {
            // It would test itself for ever; that it starts is enough here.
            case "./verify" -> "./verify --help\n";
            default -> block.contains("./doorward demo\n") ? withDemo(block) : block;
          });
    }
    try (EchoApp app = EchoApp.start(new InetSocketAddress("127.0.0.1", 3000))) {
      assertThat(app.url()).isEqualTo("http://127.0.0.1:3000");
      String said = bash(script.toString());
      System.out.println(page + ": " + blocks.size() + " blocks run");
      if (page.equals("README.md")) {
        assertThat(said)
            .contains("HTTP/1.1 403 Forbidden")
            .contains("would help   role admin")
            .contains("\"method\"");
      }
    }
  }

  /** The demo runs until Ctrl-C: beside the rest of its block, and no longer. */
  private static String withDemo(String block) {
    return block.replace(
            "./doorward demo\n",
            "./doorward demo > demo.txt &\ndemo=$!\n"
                + "until grep -q '→ 403 |' demo.txt; do sleep 0.2; done\n")
        + "kill $demo; wait $demo || true\n";
  }

  @Test
  void theCompleteFileOfTheReferenceIsAcceptedAndNamesEveryKey() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/configuration.md"));
    String yaml = blocks(page, "yaml complete").getFirst();
    for (String file :
        new String[] {"app.pem", "app.key", "grafana.pem", "grafana.key", "blocklist.txt"}) {
      Files.writeString(folder.resolve(file), "# nothing yet\n");
    }
    Path file = Files.writeString(folder.resolve("doorward.yaml"), yaml);
    assertThat(Config.read(file, Map.of()).counts().routes()).isEqualTo(13);
    String inside = blocks(page, "yaml inside").getFirst();
    Files.writeString(folder.resolve("trust.token"), "a-token");
    Path inner = Files.writeString(folder.resolve("inside.yaml"), inside);
    assertThat(Config.inside(inner, Map.of()).trust()).isPresent();
    String acme = blocks(page, "yaml acme").getFirst();
    Certificates.write(folder, "ca", "ca.test");
    Path got = Files.writeString(folder.resolve("acme.yaml"), acme);
    assertThat(Config.read(got, Map.of()).tls().orElseThrow().certificates())
        .isInstanceOf(Settings.Certificates.ByAcme.class);
    for (String key : keysOfTheCode()) {
      assertThat(yaml + inside + acme)
          .as("key %s stands in the reference", key)
          .contains(key + ":");
    }
  }

  @Test
  void everyProblemStandsInTheAnswersWithItsTitle() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/answers.md"));
    for (ProblemType type : ProblemType.values()) {
      assertThat(page).contains("`" + type.wire() + "` | " + type.title() + " |");
    }
  }

  @Test
  void everyTestThatThePagesNameExists() throws Exception {
    Set<String> tests = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith("Test.java") || name.endsWith("IT.java"))
          .forEach(name -> tests.add(name.replace(".java", "")));
    }
    Matcher named =
        Pattern.compile("`(\\w+(?:Test|IT))`")
            .matcher(Files.readString(ROOT.resolve("docs/security.md")));
    List<String> names = new ArrayList<>();
    while (named.find()) {
      names.add(named.group(1));
    }
    assertThat(names).isNotEmpty();
    assertThat(tests).containsAll(names);
  }

  /** Every key for which the readers of the file ask. */
  private static Set<String> keysOfTheCode() throws IOException {
    Pattern asked =
        Pattern.compile(
            "(?:\\.(?:text|texts|block|blocks)\\(|(?:duration|size|count|rate|flag|file)\\([a-z]\\w*, )\"([a-z-]+)\"");
    Set<String> keys = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("config/src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher m = asked.matcher(Files.readString(file));
        while (m.find()) {
          keys.add(m.group(1));
        }
      }
    }
    assertThat(keys).hasSizeGreaterThan(50);
    return keys;
  }

  private static List<String> blocks(String page, String kind) {
    List<String> blocks = new ArrayList<>();
    Matcher m = BLOCK.matcher(page);
    while (m.find()) {
      if (m.group(1).equals(kind)) {
        blocks.add(m.group(2));
      }
    }
    return blocks;
  }

  private String bash(String script) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder("bash", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    String said = Files.readString(out, StandardCharsets.UTF_8);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
