package dev.doorward.cli;

import static dev.doorward.cli.Cli.doorward;
import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.audit.Entry;
import dev.doorward.cli.audit.InWords;
import dev.doorward.cli.audit.Tail;
import dev.doorward.contract.fixture.Fixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code why} and {@code log}. */
class WhyTest {
  @TempDir Path folder;

  private String file() {
    return folder.resolve("doorward.yaml").toString();
  }

  @Test
  void aRefusalIsToldAsExplainTellsIt() throws Exception {
    String id;
    String allowed;
    List<String> explained;
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      id = id(ask(house, "/admin?q=1", "T_ok"));
      allowed = id(ask(house, "/me", "T_ok"));
      explained =
          doorward("", "explain", "GET", "/admin", "--as", "alice", "-c", file())
              .out()
              .lines()
              .toList();
      assertThat(port).isPositive();
    }
    Cli.Said said = doorward("", "why", id, "-c", file());
    assertThat(said.exit()).as(said.err()).isZero();
    List<String> told = said.out().lines().toList();
    assertThat(told.getFirst()).matches("[0-9T:.-]+Z refused 403 GET /admin");
    for (String key :
        new String[] {"route", "principal", "requirement", "decision", "would help"}) {
      assertThat(lines(told, key)).isEqualTo(lines(explained, key)).isNotEmpty();
    }
    assertThat(doorward("", "why", "urn:uuid:" + id, "-c", file()).out()).isEqualTo(said.out());
    assertThat(doorward("", "why", id, "--json", "-c", file()).out())
        .contains("\"decision\" : \"refuse\"", "\"why\" : [");
    Cli.Said passed = doorward("", "why", allowed, "-c", file());
    assertThat(passed.exit()).isZero();
    assertThat(passed.out()).contains("alice GET /me").contains("→ 200");
    assertThat(passed.err()).contains("only refusals are kept");
    Cli.Said unknown = doorward("", "why", UUID.randomUUID().toString(), "-c", file());
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("Check that the id is whole");
    assertThat(doorward("", "why", "x\u001b[31m", "-c", file()).err())
        .contains("is no request id")
        .doesNotContain("\u001b");
    rotate(id);
  }

  /** The line is found wherever the rotation put it. */
  private void rotate(String id) throws IOException {
    Path log = folder.resolve("audit.jsonl");
    for (String name : new String[] {"audit.jsonl.1", "audit.jsonl-20260101", "audit.jsonl.2.gz"}) {
      Path to = folder.resolve(name);
      byte[] all = Files.readAllBytes(log);
      try (OutputStream out =
          name.endsWith(".gz")
              ? new GZIPOutputStream(Files.newOutputStream(to))
              : Files.newOutputStream(to)) {
        out.write(all);
      }
      Files.delete(log);
      assertThat(doorward("", "why", id, "-c", file()).exit()).as(name).isZero();
      Files.write(log, all);
      Files.delete(to);
    }
  }

  @Test
  void withoutAnAuditLogItSaysHowToHaveOne() throws Exception {
    Path yaml = folder.resolve("doorward.yaml");
    doorward("", "init", folder.toString());
    Files.writeString(yaml, Files.readString(yaml).replace("audit: audit.jsonl", ""));
    Cli.Said said = doorward("", "why", UUID.randomUUID().toString(), "-c", yaml.toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("audit: audit.jsonl");
    assertThat(doorward("", "log", "-c", yaml.toString()).err()).contains("audit: audit.jsonl");
  }

  @Test
  void theLogTellsEventsInWords() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      ask(house, "/admin", "T_ok");
    }
    Cli.Said said = doorward("", "log", "-c", file());
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out().lines())
        .anyMatch(line ->
            line.matches(
                "\\d\\d:\\d\\d:\\d\\d refused alice GET /admin: role admin missing"
                    + " \\(doorward.yaml:\\d+\\) → 403 from 127.0.0.1 tok_\\S+ \\[[0-9a-f-]{36}\\]"))
        .anyMatch(line -> line.contains("config-loaded"));
    assertThat(doorward("", "log", "--json", "-c", file()).out().lines())
        .allMatch(line -> Entry.of(line).isPresent());
  }

  @Test
  void whatStrangersSentDoesNothingToATerminal() {
    Entry hostile =
        Entry.of(
                "{\"time\":\"2026-01-01T00:00:00.000Z\",\"event\":\"refused\",\"path\":\"/\\u001b]0;"
                    + "x\\u0007\\u009b31m\\u202e\\n09:00:00 sign-in root\",\"status\":403}")
            .orElseThrow();
    assertThat(InWords.of(hostile).chars()).allMatch(c -> c >= ' ' && c < 0x7f || c == '→');
  }

  @Test
  void followingGoesOnAcrossARotation() throws Exception {
    Path log = folder.resolve("followed.jsonl");
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Files.writeString(log, "one\n");
    Thread follower =
        Thread.ofPlatform()
            .start(() -> {
              try {
                new Tail(log, seen::add).follow();
              } catch (IOException e) {
                seen.add(e.toString());
              }
            });
    until(seen, "one");
    Files.writeString(log, "two\nthr", StandardOpenOption.APPEND);
    until(seen, "two");
    Files.move(log, folder.resolve("followed.jsonl.1"));
    Files.writeString(folder.resolve("followed.jsonl.1"), "ee\n", StandardOpenOption.APPEND);
    until(seen, "three");
    // Longer than what follows it, so that the follower sees the file shrink whenever it looks.
    Files.writeString(log, "four, and more\n");
    until(seen, "four, and more");
    Files.writeString(log, "");
    Files.writeString(log, "five\n", StandardOpenOption.APPEND);
    until(seen, "five");
    follower.interrupt();
    follower.join(Duration.ofSeconds(5));
    assertThat(seen).containsExactly("one", "two", "three", "four, and more", "five");
  }

  private static void until(List<String> seen, String line) throws InterruptedException {
    for (int i = 0; i < 100 && !seen.contains(line); i++) {
      Thread.sleep(50);
    }
    assertThat(seen).contains(line);
  }

  private static List<String> lines(List<String> all, String key) {
    return all.stream().filter(line -> line.startsWith(key)).toList();
  }

  private static String ask(House house, String path, String token) throws IOException {
    int port = house.url.getPort();
    return Raw.ask(
        port,
        "GET " + path + " HTTP/1.1",
        "Host: 127.0.0.1:" + port,
        "Authorization: Bearer " + house.token(token));
  }

  private static String id(String answer) {
    return OpenStreamTest.field(answer, "X-Request-Id")
        .or(() -> echoed(answer))
        .orElseThrow(() -> new AssertionError(answer));
  }

  /** The application is told the id, and the echo application tells it back. */
  private static java.util.Optional<String> echoed(String answer) {
    java.util.regex.Matcher m =
        java.util.regex.Pattern.compile("(?i)x-doorward-request-id[^0-9a-f]{1,12}([0-9a-f-]{36})")
            .matcher(
                new String(answer.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    return m.find() ? java.util.Optional.of(m.group(1)) : java.util.Optional.empty();
  }
}
