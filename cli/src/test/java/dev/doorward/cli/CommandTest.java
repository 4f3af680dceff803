package dev.doorward.cli;

import static dev.doorward.cli.Cli.doorward;
import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.config.Config;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.server.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, alone on a store and beside a running server. */
class CommandTest {
  @TempDir Path folder;

  private String init() throws Exception {
    int port = FreePort.next();
    Cli.Said said =
        doorward(
            "a fine long password\n",
            "init",
            folder.toString(),
            "--admin",
            "root",
            "--password-stdin",
            "--listen",
            "127.0.0.1:" + port,
            "--upstream",
            "http://127.0.0.1:9");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).contains("Next: doorward serve -c ").doesNotContain("Nobody");
    return folder.resolve("doorward.yaml").toString();
  }

  @Test
  void initWritesAStoreAKeyAndAFileThatIsAccepted() throws Exception {
    String file = init();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("doorward.key"))))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("doorward.db"))))
        .isEqualTo("rw-------");
    assertThat(doorward("", "policy", "check", "-c", file).out())
        .isEqualTo("ok: 4 routes, 2 roles, 0 prefixes\n");
    Cli.Said again = doorward("", "init", folder.toString());
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("is there already, and is not overwritten");
  }

  @Test
  void mistakesAreADocumentForPrograms() throws Exception {
    String file = init();
    assertThat(doorward("", "policy", "check", "--json", "-c", file).out())
        .contains("\"routes\" : ", "\"warnings\" : ");
    Files.writeString(Path.of(file), "origin: http://127.0.0.1:8080\nlisen: 127.0.0.1:8080\n");

    Cli.Said said = doorward("", "policy", "check", "--json", "-c", file);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).isEmpty();
    assertThat(said.out())
        .contains("\"mistakes\" : ", "\"line\" : 2", "\"column\" : 1", "lisen", "listen");
  }

  @Test
  void aScopeWhichNobodyKnowsIsRefusedWithWhereToNameIt() throws Exception {
    String file = init();
    assertThat(
            doorward("", "token", "issue", "--user", "root", "--scope", "reports:read", "-c", file)
                .err())
        .contains("knows the scope reports:read; name it in the scopes: of a route");
  }

  @Test
  void usersRolesAndTokensWithoutAServer() throws Exception {
    String file = init();
    Cli.Said added =
        doorward(
            "another fine one\n",
            "user",
            "add",
            "alice",
            "--role",
            "user",
            "--password-stdin",
            "-c",
            file);
    assertThat(added.out()).as(added.err()).matches("added usr_[0-9a-f-]{36} alice\n");
    assertThat(doorward("", "user", "list", "-c", file).out()).contains("alice", "root", "active");
    assertThat(doorward("", "user", "list", "--json", "-c", file).out())
        .startsWith("[")
        .contains("\"name\" : \"alice\"");
    assertThat(doorward("", "role", "grant", "alice", "admin", "-c", file).out())
        .isEqualTo("granted admin to alice\n");
    assertThat(doorward("", "role", "grant", "alice", "amdin", "-c", file).err())
        .contains("there is no role amdin");
    assertThat(doorward("", "role", "revoke", "alice", "admin", "-c", file).exit()).isZero();
    Cli.Said token =
        doorward(
            "", "token", "issue", "--user", "alice", "--opaque", "--name", "laptop", "-c", file);
    assertThat(token.out()).as(token.err()).matches("dw_pat_[A-Za-z0-9_-]{43}\n");
    assertThat(doorward("", "token", "list", "-c", file).out())
        .contains("laptop", "opaque")
        .doesNotContain("dw_pat_");
    assertThat(doorward(token.out(), "token", "revoke", "--stdin", "-c", file).out())
        .matches("revoked tok_[0-9a-f-]{36}\n");
    assertThat(doorward(token.out(), "token", "revoke", "--stdin", "-c", file).exit()).isEqualTo(1);
    assertThat(doorward("", "key", "rotate", "-c", file).out()).contains("signs now");
    assertThat(doorward("", "key", "list", "-c", file).out()).contains("signs", "verifies");
    assertThat(doorward("", "user", "suspend", "alice", "-c", file).out())
        .startsWith("suspended usr_");
    assertThat(doorward("", "user", "remove", "alice", "-c", file).out())
        .startsWith("removed usr_");
    assertThat(doorward("x\n", "user", "add", "alice", "--password-stdin", "-c", file).err())
        .isNotBlank();
  }

  @Test
  void aRunningServerObeysFromTheVeryNextRequest() throws Exception {
    String file = init();
    try (Server server =
        Server.start(Config.read(Path.of(file), Map.of()), Map.of(), InstantSource.system())) {
      doorward(
          "another fine one\n",
          "user",
          "add",
          "alice",
          "--role",
          "user",
          "--password-stdin",
          "-c",
          file);
      String token =
          doorward("", "token", "issue", "--user", "alice", "--lifetime", "1h", "-c", file)
              .out()
              .strip();
      // The application is not there: 502 says that the door let it through.
      assertThat(status(server, "/me", token)).isEqualTo(502);
      assertThat(status(server, "/admin", token)).isEqualTo(403);
      doorward("", "role", "grant", "alice", "admin", "-c", file);
      assertThat(status(server, "/admin", token)).isEqualTo(502);
      doorward("", "role", "revoke", "alice", "admin", "-c", file);
      assertThat(status(server, "/admin", token)).isEqualTo(403);
      doorward("", "user", "suspend", "alice", "-c", file);
      assertThat(status(server, "/me", token)).isEqualTo(403);
      doorward("", "user", "resume", "alice", "-c", file);
      assertThat(status(server, "/me", token)).isEqualTo(502);
      assertThat(doorward(token + "\n", "token", "revoke", "--stdin", "-c", file).exit()).isZero();
      assertThat(status(server, "/me", token)).isEqualTo(401);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("doorward.sock"))))
          .isEqualTo("rw-------");
    }
    assertThat(folder.resolve("doorward.sock")).doesNotExist();
  }

  @Test
  void explainTellsEveryStepAndWhatWouldHelp() throws Exception {
    String file = init();
    doorward(
        "another fine one\n",
        "user",
        "add",
        "alice",
        "--role",
        "user",
        "--password-stdin",
        "-c",
        file);
    Cli.Said said =
        doorward(
            "",
            "explain",
            "GET",
            "/admin/x",
            "--as",
            "alice",
            "--from",
            "198.51.100.7",
            "-c",
            file);
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out().lines())
        .containsExactly(
            "address      198.51.100.7 (peer)",
            "route        doorward.yaml:16 /admin/**",
            "credential   session",
            "principal    alice roles=user",
            "requirement  role admin: missing",
            "decision     refuse role (C095)",
            "answer       403",
            "             Cache-Control: no-store",
            "would help   role admin, granted with: doorward role grant alice admin -c " + file);
  }

  @Test
  void whatNoRightWouldOpenIsExplainedWithWhatWould() throws Exception {
    String file = init();
    assertThat(explained(file, "GET", "/admin/../me"))
        .endsWith(
            "would help   the path written plainly, without . and .. and without encoded marks");
    assertThat(explained(file, "GET", "https://other.example/me"))
        .contains("would help   a host which is guarded here: 127.0.0.1:");
    assertThat(
            explained(file, "POST", "/me", "--as", "root", "--header", "Sec-Fetch-Site:cross-site"))
        .endsWith(
            "would help   a request begun on this very site, as Sec-Fetch-Site or Origin say");
  }

  private String explained(String file, String... what) throws Exception {
    List<String> command = new ArrayList<>(List.of("explain", "-c", file));
    command.addAll(List.of(what));
    Cli.Said said = doorward("", command.toArray(String[]::new));
    assertThat(said.exit()).as(said.err()).isZero();
    return said.out().strip();
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command :
        new String[] {
          "demo",
          "init",
          "serve",
          "user",
          "user add",
          "user list",
          "user show",
          "user password",
          "user suspend",
          "user resume",
          "user remove",
          "role",
          "role grant",
          "role revoke",
          "role list",
          "session",
          "session list",
          "session revoke",
          "token",
          "token issue",
          "token list",
          "token revoke",
          "key",
          "key list",
          "key rotate",
          "policy",
          "policy check",
          "explain",
          "why",
          "log"
        }) {
      Cli.Said said = doorward("", (command + " --help").split(" "));
      assertThat(said.exit()).as(command).isZero();
      assertThat(said.out()).as(command).contains("Example: doorward ");
      assertThat(said.out())
          .as("%s: an example which the width of the terminal has broken cannot be pasted", command)
          .doesNotContainPattern("Example: [^\n]*\n[^A-Z\\s]");
    }
  }

  @Test
  void initSaysWhenNobodyCanSignIn() {
    Path empty = folder.resolve("empty");
    assertThat(doorward("", "init", empty.toString()).out())
        .contains("doorward user add NAME --role admin -c " + empty.resolve("doorward.yaml"));
  }

  @Test
  void anInitThatIsRefusedLeavesNothingAndCanBeRepeated() throws Exception {
    Path dir = folder.resolve("door");
    String[] init = {"init", dir.toString(), "--admin", "root", "--password-stdin"};
    Cli.Said refused = doorward("password\n", init);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("one of the first that anybody would try");
    assertThat(dir).doesNotExist();
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("mine.txt"), "kept");
    assertThat(doorward("short\n", init).exit()).isEqualTo(1);
    assertThat(dir).isDirectoryContaining(p -> p.endsWith("mine.txt"));
    try (var left = Files.list(dir)) {
      assertThat(left).hasSize(1);
    }
    assertThat(doorward("a fine long password\n", init).exit()).isZero();
  }

  @Test
  void whatTheSystemSaysOfAFileIsToldInWords() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(doorward("", "init", file.toString()).err())
        .isEqualTo("doorward: " + file + " is there already, and is no folder; name another\n");
    assertThat(file).isRegularFile();
    assertThat(doorward("", "init", file.resolve("in").toString()).err())
        .startsWith("doorward: " + file.resolve("in") + ": ");
    assertThat(Failed.of(new AccessDeniedException("/etc/doorward/doorward.key")))
        .hasMessageStartingWith("/etc/doorward/doorward.key may not be read")
        .hasMessageEndingWith("change its mode");
  }

  @Test
  void initTouchesNothingThatIsThere() throws Exception {
    Path dir = Files.createDirectory(folder.resolve("taken"));
    Path key = Files.createSymbolicLink(dir.resolve("doorward.key"), folder.resolve("elsewhere"));
    Cli.Said said = doorward("", "init", dir.toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("doorward.key is there already, and is not overwritten");
    assertThat(key).isSymbolicLink();
    assertThat(folder.resolve("elsewhere")).doesNotExist();
    Files.delete(key);
    Path yaml = Files.createSymbolicLink(dir.resolve("doorward.yaml"), folder.resolve("elsewhere"));
    assertThat(doorward("", "init", dir.toString()).exit()).isEqualTo(1);
    assertThat(yaml).isSymbolicLink();
  }

  @Test
  void helpIsACommandToo() {
    Cli.Said said = doorward("", "help", "token", "issue");
    assertThat(said.out()).startsWith("Usage: doorward token");
    assertThat(said.exit()).isZero();
    assertThat(doorward("", "help").out()).contains("demo", "serve", "help");
  }

  @Test
  void wrongUsageIsTwoAndARefusalIsOne() {
    assertThat(doorward("", "nonsense").exit()).isEqualTo(2);
    assertThat(doorward("").exit()).isEqualTo(2);
    assertThat(doorward("", "user").exit()).isEqualTo(2);
    Cli.Said said = doorward("", "user", "list", "-c", folder.resolve("nothing.yaml").toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("nothing.yaml").contains("doorward init DIR");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void aHintIsForTheConfigurationThatWasGiven() throws Exception {
    String file = init();
    assertThat(doorward("", "token", "issue", "--user", "nobody", "-c", file).err())
        .endsWith("see: doorward user list -c " + file + "\n");
    assertThat(doorward("", "user", "show", "nobody", "-c", file).err())
        .endsWith("see: doorward user list -c " + file + "\n");
    assertThat(doorward("", "session", "revoke", "ses_1", "-c", file).err())
        .endsWith("see: doorward session list -c " + file + "\n");
    assertThat(doorward("", "token", "revoke", "tok_1", "-c", file).err())
        .endsWith("see: doorward token list -c " + file + "\n");
  }

  @Test
  void aWrongValueIsWrongUsageAndToldWithARightOne() throws Exception {
    String file = init();
    for (String wrong : new String[] {"5", "m", "5x", "0s", "1ms", "-5m", ""}) {
      Cli.Said said =
          doorward("", "token", "issue", "--user", "a", "--lifetime", wrong, "-c", file);
      assertThat(said.exit()).as(wrong).isEqualTo(2);
      assertThat(said.err())
          .contains("\"" + wrong + "\" is not a duration such as 30s, 5m, 12h or 7d");
    }
    Cli.Said from = doorward("", "explain", "GET", "/", "--from", "elsewhere", "-c", file);
    assertThat(from.exit()).isEqualTo(2);
    assertThat(from.err()).contains("\"elsewhere\" is not an address such as 198.51.100.7");
    for (String wrong : new String[] {"8080", "0.0.0.0:8080", "127.0.0.1:0", "127.0.0.1:99999"}) {
      Cli.Said said = doorward("", "demo", "--listen", wrong);
      assertThat(said.exit()).as(wrong).isEqualTo(2);
      assertThat(said.err())
          .contains("\"" + wrong + "\" is not a loopback address and port such as 127.0.0.1:8080");
    }
    String fresh = folder.resolve("fresh").toString();
    Cli.Said listen = doorward("", "init", fresh, "--listen", "8080");
    assertThat(listen.exit()).isEqualTo(2);
    assertThat(listen.err()).contains("\"8080\" is not an address and port such as");
    assertThat(Path.of(fresh)).doesNotExist();
  }

  @Test
  void aSecondServerInOneFolderIsToldWhichOneServesIt() throws Exception {
    String file = init();
    try (Server server =
        Server.start(Config.read(Path.of(file), Map.of()), Map.of(), InstantSource.system())) {
      Cli.Said second = doorward("", "serve", "-c", file);
      assertThat(second.exit()).isEqualTo(1);
      long pid = ProcessHandle.current().pid();
      assertThat(second.err())
          .contains(
              "doorward: another doorward serves this folder: process %d; stop it with: kill %d"
                  .formatted(pid, pid));
      assertThat(doorward("", "user", "list", "-c", file).out())
          .as("the first still answers on %s", server.address())
          .contains("root");
    }
  }

  private static int status(Server server, String path, String token) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
