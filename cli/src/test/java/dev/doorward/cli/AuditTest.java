package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.audit.Entry;
import dev.doorward.config.Config;
import dev.doorward.contract.Filter;
import dev.doorward.contract.Runner;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.contract.wire.Answer;
import dev.doorward.core.answer.ProblemType;
import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import dev.doorward.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the audit log and in the access log. */
class AuditTest {
  private static final Set<Integer> REFUSALS = Set.of(401, 403);
  private static final Pattern GRPC = Pattern.compile("grpc-status: (\\d+)");

  @TempDir Path folder;

  /** What an answer means: to a call of gRPC that is its own status, beside 200 (C016, C324). */
  private static String status(Answer answer) {
    String type = answer.mediaType();
    if (answer.status() != 200 || !type.startsWith("application/grpc")) {
      return Integer.toString(answer.status());
    }
    String text =
        type.startsWith("application/grpc-web-text")
            ? new String(Base64.getDecoder().decode(answer.body()), StandardCharsets.ISO_8859_1)
            : answer.text();
    Matcher said = GRPC.matcher("grpc-status: " + answer.first("grpc-status").orElse("") + text);
    if (!said.find()) {
      return "200";
    }
    return switch (said.group(1)) {
      case "16" -> "401";
      case "7" -> "403";
      case "8" -> "429";
      case "12" -> "404";
      default -> "another";
    };
  }

  @Test
  void everyRefusalOfTheContractHasItsLineWithTheSameStatus() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    List<Answer> answers;
    try (House house = House.of(folder, Fixture.DEFAULT);
        Target target = Target.of(house.url, house.fixture)) {
      Recording recording = new Recording(target.exchanger());
      answers = recording.answers;
      Runner runner = Runner.of(recording, house.fixture, house.url.getPort());
      assertThat(runner.app(house.app).run(Filter.ALL)).noneMatch(result -> result.failed());
    }
    Map<String, Entry> byId = byId(log);
    int refusals = 0;
    for (Answer answer : answers) {
      Optional<String> id = answer.first("X-Request-Id");
      if (id.isEmpty()) {
        continue;
      }
      Entry line = byId.get(id.get());
      if (REFUSALS.contains(answer.status()) && isOurs(answer)) {
        refusals++;
        assertThat(line).as("a line about %s", answer.shown()).isNotNull();
      }
      if (line != null && line.text("status").isPresent()) {
        assertThat(line.text("status")).contains(status(answer));
      }
    }
    assertThat(refusals).isGreaterThan(100);
    assertThat(byId.values())
        .as("hidden routes and the way to sign in are refusals too")
        .anyMatch(line -> line.text("status").equals(Optional.of("404")))
        .anyMatch(line -> line.text("status").equals(Optional.of("303")));
    System.out.println(refusals + " refusals of the contract found in the audit log");
    Map<String, Entry> all = byId(folder.resolve("access.log"));
    for (Answer answer : answers) {
      Optional<String> id = answer.first("X-Request-Id");
      if (id.isPresent() && all.containsKey(id.get())) {
        assertThat(all.get(id.get()).text("status")).contains(status(answer));
      }
    }
    assertThat(all.size()).isGreaterThan(refusals);
  }

  @Test
  void peopleAndTheirRightsStandInTheLogWithNamesAndIds() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      String cookie = signIn(port, "alice", house.password("alice"));
      assertThat(signIn(port, "alice", "not her password")).isEmpty();
      assertThat(signIn(port, "hunter2 typed too early", "alice")).isEmpty();
      Raw.ask(
          port,
          "GET /admin?secret=query HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Cookie: dw-" + port + "=" + cookie);
      Raw.ask(
          port,
          "GET /admin HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Authorization: Bearer " + house.token("T_ok"));
      run("role.grant", Map.of("name", "alice", "role", "admin"));
      run("user.suspend", Map.of("name", "bob"));
      Raw.ask(
          port,
          "POST /.doorward/logout HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Content-Length: 0",
          "Cookie: dw-" + port + "=" + cookie);
    }
    List<Entry> log = entries(folder.resolve("audit.jsonl"));
    Entry in = one(log, "sign-in");
    String session = in.text("session").orElseThrow();
    assertThat(in.text("user")).contains("alice");
    assertThat(in.text("face")).contains("door");
    assertThat(in.text("address")).contains("127.0.0.1");
    assertThat(in.text("status")).contains("200");
    assertThat(all(log, "sign-in-failed"))
        .extracting(entry -> entry.text("user"))
        .containsExactly(Optional.of("alice"), Optional.empty());
    assertThat(all(log, "sign-in-failed"))
        .allMatch(entry -> entry.text("reason").equals(Optional.of("password")))
        .allMatch(entry -> entry.text("status").equals(Optional.of("401")));
    List<Entry> refused = all(log, "refused");
    assertThat(refused.getFirst().text("session")).contains(session);
    assertThat(refused.getFirst().text("path")).contains("/admin");
    assertThat(refused.getFirst().text("route").orElse("")).matches("doorward\\.yaml:\\d+");
    assertThat(refused.getFirst().text("reason")).contains("role");
    assertThat(refused.getFirst().why())
        .contains("requirement  role admin: missing")
        .anyMatch(line -> line.startsWith("would help   role admin"));
    assertThat(refused.getLast().text("token").orElse("")).startsWith("tok_");
    assertThat(all(log, "rights-changed"))
        .extracting(entry -> entry.text("user").orElse("") + " " + entry.text("reason").orElse(""))
        .contains("alice role admin granted", "bob suspended");
    assertThat(one(log, "sign-out").text("session")).contains(session);
    assertThat(Files.readString(folder.resolve("audit.jsonl")))
        .doesNotContain("secret=query")
        .doesNotContain("hunter2");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("audit.jsonl"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aRefusedConfigurationStandsInTheLogWithItsMistakes() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      Path file = folder.resolve("doorward.yaml");
      String good = Files.readString(file);
      Files.writeString(file, good.replace("default: closed", "default: ajar"));
      assertThat(house.server.reload()).isFalse();
      Files.writeString(file, good);
      assertThat(house.server.reload()).isTrue();
    }
    List<Entry> log = entries(folder.resolve("audit.jsonl"));
    assertThat(all(log, "config-refused").getFirst().why())
        .anyMatch(line -> line.startsWith("doorward.yaml:") && line.contains("ajar"));
    assertThat(all(log, "config-loaded").getFirst().text("reason").orElse("")).contains("routes");
  }

  @Test
  void whatAFrontAsksAboutStandsInTheLogUnderItsName() throws Exception {
    int port = FreePort.next();
    int check = FreePort.next();
    Cli.doorward("", "init", folder.toString(), "--listen", "127.0.0.1:" + port);
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            + "\ncheck: [ { listen: 127.0.0.1:"
            + check
            + ", dialect: caddy } ]\naccess-log: access.log\n");
    String answer;
    try (Server server =
        Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system())) {
      assertThat(server.address().getPort()).isEqualTo(port);
      answer =
          Raw.ask(
              check,
              "GET /.doorward/check HTTP/1.1",
              "Host: 127.0.0.1:" + port,
              "X-Forwarded-Method: GET",
              "X-Forwarded-Uri: /me?secret=query",
              "X-Forwarded-Host: 127.0.0.1:" + port,
              "X-Forwarded-Proto: http",
              "X-Forwarded-For: 198.51.100.7");
    }
    assertThat(answer).startsWith("HTTP/1.1 401 ");
    Entry line = one(entries(folder.resolve("audit.jsonl")), "refused");
    assertThat(line.text("face")).contains("caddy");
    assertThat(line.text("request")).isEqualTo(OpenStreamTest.field(answer, "X-Request-Id"));
    assertThat(line.text("address")).contains("198.51.100.7");
    assertThat(line.text("path")).contains("/me");
    assertThat(Files.readString(folder.resolve("access.log"))).contains("\"face\":\"caddy\"");
  }

  @Test
  void noByteOfAStrangerBreaksALine() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      assertThat(
              Raw.ask(
                  port,
                  "GET /me/%0a%22%7d%1b%5b31m%c2%9b31m" + "x".repeat(4000) + " HTTP/1.1",
                  "Host: 127.0.0.1:" + port))
          .startsWith("HTTP/1.1 401 ");
    }
    String text = Files.readString(folder.resolve("audit.jsonl"), StandardCharsets.ISO_8859_1);
    assertThat(text.chars()).allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f);
    assertThat(text.lines()).allMatch(line -> Entry.of(line).isPresent());
    assertThat(one(entries(folder.resolve("audit.jsonl")), "refused").text("path").orElse(""))
        .startsWith("/me/%0a%22%7d%1b")
        .hasSizeLessThanOrEqualTo(2048);
  }

  @Test
  void withAFullDiskNobodySignsInAndNothingChangesAndRefusalsGoOn() throws Exception {
    Files.createSymbolicLink(folder.resolve("audit.jsonl"), Path.of("/dev/full"));
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      String answer = login(port, "alice", house.password("alice"));
      assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Retry-After:");
      assertThat(answer).doesNotContain("Set-Cookie: dw-" + port + "=");
      assertThat(house.server.services().house().sessions().list(Optional.empty()))
          .as("the session that was begun is ended")
          .noneMatch(session -> session.agent().isEmpty());
      assertThat(run("role.grant", Map.of("name", "alice", "role", "admin")).orElse(""))
          .contains("nothing was changed", "audit log", "cannot be written");
      assertThat(house.server.services().house().users().byName("alice").orElseThrow().roles())
          .doesNotContain("admin");
      assertThat(Raw.ask(port, "GET /me HTTP/1.1", "Host: 127.0.0.1:" + port))
          .startsWith("HTTP/1.1 401 ");
      assertThat(
              Raw.ask(
                  port,
                  "GET /me HTTP/1.1",
                  "Host: 127.0.0.1:" + port,
                  "Authorization: Bearer " + house.token("T_ok")))
          .startsWith("HTTP/1.1 200 ");
      Files.delete(folder.resolve("audit.jsonl"));
      assertThat(login(port, "alice", house.password("alice")))
          .as("with room again")
          .startsWith("HTTP/1.1 200 ");
    }
  }

  static String login(int port, String name, String password) throws IOException {
    String body = "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}";
    try (Raw raw = new Raw(port)) {
      raw.say(
          "POST /.doorward/login HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Content-Type: application/json",
          "Content-Length: " + body.length(),
          "Connection: close");
      raw.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      return raw.rest();
    }
  }

  /** The session's key, or nothing. */
  static String signIn(int port, String name, String password) throws IOException {
    String mark = "Set-Cookie: dw-" + port + "=";
    return login(port, name, password)
        .lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length(), line.indexOf(';')))
        .findFirst()
        .orElse("");
  }

  private Optional<String> run(String name, Map<String, Object> args) throws IOException {
    return Remote.run(folder.resolve("doorward.sock"), new Request(name, args))
        .orElseThrow()
        .error();
  }

  private static boolean isOurs(Answer answer) {
    return answer.body().length == 0
        || answer.mediaType().equals("text/html")
        || List.of(ProblemType.values()).stream()
            .anyMatch(type -> answer.text().contains("urn:doorward:problem:" + type.wire()));
  }

  static List<Entry> entries(Path log) throws IOException {
    return Files.readAllLines(log).stream().flatMap(line -> Entry.of(line).stream()).toList();
  }

  private static Map<String, Entry> byId(Path log) throws IOException {
    Map<String, Entry> byId = new HashMap<>();
    entries(log).forEach(entry -> entry.text("request").ifPresent(id -> byId.put(id, entry)));
    return byId;
  }

  private static List<Entry> all(List<Entry> log, String event) {
    return log.stream().filter(entry -> entry.text("event").equals(Optional.of(event))).toList();
  }

  private static Entry one(List<Entry> log, String event) {
    List<Entry> all = all(log, event);
    assertThat(all).as(event).hasSize(1);
    return all.getFirst();
  }
}
