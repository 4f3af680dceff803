package dev.doorward.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {

  @TempDir Path folder = Path.of("");

  /** What a run printed and ended with. */
  private record Ran(int code, String out, String err) {}

  @Test
  void a_line_a_case_and_the_counts_alone_on_the_last() throws IOException {
    try (FakeDoor door = FakeDoor.with(Fault.NONE)) {
      Ran ran =
          run("--target", door.origin(), "--fixture", fixture(door), "--only", "C001,C023,G0");
      assertThat(ran.code()).isEqualTo(0);
      assertThat(ran.out().lines())
          .containsExactly(
              "C001 pass GET /me → 401 (want 401)  a stranger, API client",
              "C023 skip needs fixture: default-signed-in  the default rule asks for a sign-in",
              "1 passed, 0 failed, 1 skipped");
    }
  }

  @Test
  void a_failure_is_exit_code_1_and_tells_all() throws IOException {
    try (FakeDoor door = FakeDoor.with(Fault.NO_CHALLENGE)) {
      Ran ran = run("--target", door.origin(), "--fixture", fixture(door), "--only", "C001");
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.out())
          .contains("C001 FAIL GET /me", "want\n", "sent\n", "got\n")
          .endsWith("\n0 passed, 1 failed, 0 skipped\n");
    }
  }

  @Test
  void json_is_one_document() throws IOException {
    try (FakeDoor door = FakeDoor.with(Fault.NO_VARY)) {
      Ran ran =
          run("--target", door.origin(), "--fixture", fixture(door), "--only", "C001", "--json");
      JsonNode results = JsonMapper.shared().readTree(ran.out());
      assertThat(results.path(0).path("case").asString()).isEqualTo("C001");
      assertThat(results.path(0).path("result").asString()).isEqualTo("FAIL");
      assertThat(results.path(0).path("complaints").path(0).asString()).contains("Vary");
    }
  }

  @Test
  void connect_leads_elsewhere() throws IOException {
    try (FakeDoor door = FakeDoor.with(Fault.NONE)) {
      Ran ran =
          run(
              "--target",
              "http://nowhere.invalid",
              "--fixture",
              fixture(door),
              "--only",
              "C001",
              "--connect",
              door.origin().substring("http://".length()));
      assertThat(ran.code()).isEqualTo(0);
    }
  }

  @Test
  void wrong_usage_is_exit_code_2() throws IOException {
    Path file = Files.writeString(folder.resolve("f.json"), TestFixture.json("http://127.0.0.1:1"));
    assertThat(run().code()).isEqualTo(2);
    assertThat(run("--targt", "x").err()).contains("unknown argument --targt", "--help");
    assertThat(run("--target").err()).contains("--target needs a value");
    assertThat(run("--target", "http://x", "--fixture", file.toString(), "--only", "C1").code())
        .isEqualTo(2);
  }

  @Test
  void what_cannot_be_read_is_exit_code_1() throws IOException {
    assertThat(run("--target", "http://x", "--fixture", "/no/such/file").code()).isEqualTo(1);
    Path file = Files.writeString(folder.resolve("g.json"), "{");
    Ran ran = run("--target", "http://x", "--fixture", file.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("g.json is not JSON");
  }

  @Test
  void nobody_there_is_a_failure_not_a_crash() throws IOException {
    Path file = Files.writeString(folder.resolve("h.json"), TestFixture.json("http://127.0.0.1:1"));
    Ran ran = run("--target", "http://127.0.0.1:1", "--fixture", file.toString(), "--only", "C001");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("Connection refused")
        .endsWith("0 passed, 1 failed, 0 skipped\n");
  }

  @Test
  void help_shows_an_example() {
    assertThat(run("--help").out()).contains("Example:", "--target http://127.0.0.1:8080");
    assertThat(run("--help").code()).isEqualTo(0);
  }

  private String fixture(FakeDoor door) throws IOException {
    return Files.writeString(folder.resolve("fixture.json"), TestFixture.json(door.origin()))
        .toString();
  }

  private static Ran run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            List.of(args),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
