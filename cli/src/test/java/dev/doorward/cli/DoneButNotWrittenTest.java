package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.audit.Entry;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log fails between a change and its line. */
class DoneButNotWrittenTest {
  private static final String NEW = "quite another long password";

  @TempDir Path folder;
  private Path log;

  @BeforeEach
  void nameTheLog() {
    log = folder.resolve("audit.jsonl");
  }

  @Test
  void aChangedPasswordIsAnsweredAsDoneWithTheFreshCookieAndItsLineFollows() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      String old = house.password("alice");
      String cookie = AuditTest.signIn(port, "alice", old);
      fill();
      String answer =
          post(
              port,
              "/.doorward/account/password",
              cookie,
              "{\"current\":\"" + old + "\",\"new\":\"" + NEW + "\"}");
      assertThat(answer).startsWith("HTTP/1.1 204 ").contains("Set-Cookie: dw-" + port + "=");
      empty();
      assertThat(AuditTest.login(port, "alice", NEW)).startsWith("HTTP/1.1 200 ");
      assertThat(reasons()).anyMatch(reason -> reason.startsWith("new password"));
    }
  }

  @Test
  void otherSessionsThatWereEndedAreAnsweredAsEnded() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      String cookie = AuditTest.signIn(port, "alice", house.password("alice"));
      fill();
      assertThat(post(port, "/.doorward/account/sessions/revoke", cookie, ""))
          .startsWith("HTTP/1.1 204 ");
      empty();
      AuditTest.signIn(port, "bob", house.password("bob"));
      assertThat(reasons()).contains("all other sessions");
    }
  }

  @Test
  void whoWasSignedInStaysSoWhereASecondSignInFails() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      String cookie = AuditTest.signIn(port, "alice", house.password("alice"));
      fill();
      String body = "{\"username\":\"alice\",\"password\":\"" + house.password("alice") + "\"}";
      assertThat(post(port, "/.doorward/login", cookie, body)).startsWith("HTTP/1.1 503 ");
      assertThat(
              Raw.ask(
                  port,
                  "GET /me HTTP/1.1",
                  "Host: 127.0.0.1:" + port,
                  "Cookie: dw-" + port + "=" + cookie))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aTokenWhoseTextIsLostIsRevoked() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      int before = house.server.services().house().tokens().list(Optional.empty()).size();
      fill();
      assertThat(
              Remote.run(
                      folder.resolve("doorward.sock"),
                      new Request("token.issue", Map.of("user", "alice")))
                  .orElseThrow()
                  .error()
                  .orElse(""))
          .startsWith("no token was issued: the audit log cannot be written");
      assertThat(house.server.services().house().tokens().list(Optional.empty())).hasSize(before);
      empty();
      AuditTest.signIn(port, "alice", house.password("alice"));
      assertThat(reasons()).containsSubsequence("token issued", "it was never shown");
    }
  }

  private void fill() throws IOException {
    Files.move(log, folder.resolve("audit.jsonl.1"));
    Files.createSymbolicLink(log, Path.of("/dev/full"));
  }

  private void empty() throws IOException {
    Files.delete(log);
  }

  private List<String> reasons() throws IOException {
    return AuditTest.entries(log).stream()
        .map((Entry line) -> line.text("reason").orElse(""))
        .toList();
  }

  private static String post(int port, String path, String cookie, String body) throws IOException {
    try (Raw raw = new Raw(port)) {
      raw.say(
          "POST " + path + " HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Origin: http://127.0.0.1:" + port,
          "Cookie: dw-" + port + "=" + cookie,
          "Content-Type: application/json",
          "Content-Length: " + body.length(),
          "Connection: close");
      raw.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      return raw.rest();
    }
  }
}
