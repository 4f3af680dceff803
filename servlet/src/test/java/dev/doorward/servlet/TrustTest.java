package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.cli.demo.Population;
import dev.doorward.config.Config;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.identity.people.User;
import dev.doorward.server.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application which verifies the tokens of a Doorward that runs elsewhere. */
class TrustTest {
  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path file;
  private Server server;
  private FixtureFile fixture;
  private String origin;
  private TrustingApp app;

  @BeforeEach
  void start() throws Exception {
    int door = FreePort.next();
    int admin = FreePort.next();
    origin = "http://127.0.0.1:" + door;
    Path theirs = Files.createDirectory(folder.resolve("server"));
    file = theirs.resolve("doorward.yaml");
    Files.writeString(
        file,
        Fixture.DEFAULT.yaml(Addresses.plain(door, "http://127.0.0.1:1"))
            + "\nadmin: { listen: 127.0.0.1:"
            + admin
            + " }\n");
    server = Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
    Population people = Population.in(server.services().house(), origin, "127.0.0.1:" + door);
    fixture = FixtureFile.parse(people.fixture("default", Map.of()));
    app =
        new TrustingApp(
            Files.createDirectory(folder.resolve("app")),
            token("T_root"),
            origin,
            URI.create("http://127.0.0.1:" + admin),
            """
            roles:
              user: [ articles:read ]
              admin: [ "*" ]
            routes:
              - { path: /open, access: optional }
              - { path: /me/**, access: signed-in }
              - { path: /admin, roles: [ admin ] }
              - { path: /reports, scopes: [ reports:read ] }
              - { path: /articles, permissions: [ articles:read ] }
              - { path: /pay, assurance: mfa }
            """);
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    server.close();
    http.close();
  }

  private String token(String name) {
    return Optional.ofNullable(fixture.tokens().get(name)).orElseThrow();
  }

  private HttpResponse<String> ask(String path, String token) throws Exception {
    return app.ask(http, path, token);
  }

  @Test
  void itsTokensAreGoodHereAndNothingElseIs() throws Exception {
    HttpResponse<String> known = ask("/me", token("T_ok"));
    assertThat(known.statusCode()).as(known.body()).isEqualTo(200);
    assertThat(known.body())
        .contains("[\"X-Doorward-User\",\"alice\"]")
        .contains("[\"X-Doorward-Roles\",\"user\"]");
    assertThat(ask("/me", token("T_opaque")).statusCode()).isEqualTo(200);
    assertThat(ask("/articles", token("T_ok")).statusCode()).isEqualTo(200);
    assertThat(ask("/reports", token("T_reports")).statusCode()).isEqualTo(200);
    assertThat(ask("/reports", token("T_ok")).headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(v -> assertThat(v).contains("insufficient_scope"));
    assertThat(ask("/admin", token("T_ok")).statusCode()).isEqualTo(403);
    assertThat(ask("/admin", token("T_root")).statusCode()).isEqualTo(200);
    assertThat(ask("/pay", token("T_mfa")).statusCode()).isEqualTo(200);
    assertThat(ask("/pay", token("T_ok")).body()).contains("insufficient_user_authentication");
    for (String bad : new String[] {"T_exp", "T_revoked", "T_nbf", "T_aud", "T_dan"}) {
      HttpResponse<String> refused = ask("/me", token(bad));
      assertThat(refused.statusCode()).as(bad).isEqualTo(401);
      assertThat(refused.body()).contains("urn:doorward:problem:invalid_token");
    }
    assertThat(ask("/me", token("T_sue")).body()).contains("account_suspended");
    String forged = token("T_ok").substring(0, token("T_ok").length() - 6) + "AAAAAA";
    assertThat(ask("/me", forged).statusCode()).isEqualTo(401);
    HttpResponse<String> stranger = ask("/me", "");
    assertThat(stranger.headers().allValues("WWW-Authenticate"))
        .containsExactly("Bearer realm=\"doorward\"");
    assertThat(ask("/open", "").statusCode()).isEqualTo(200);
    assertThat(ask("/.doorward/login", "").statusCode()).isEqualTo(404);
    assertThat(ask("/.doorward/api/v1/users", token("T_root")).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsRevokedThereIsRefusedHereWithinASecond() throws Exception {
    assertThat(ask("/me", token("T_ok")).statusCode()).isEqualTo(200);
    assertThat(ask("/me", token("T_ops")).statusCode()).isEqualTo(200);
    var house = server.services().house();
    String id =
        house.tokens().list(Optional.empty()).stream()
            .filter(info ->
                server
                    .services()
                    .mind()
                    .known(token("T_ok"))
                    .filter(known -> known.claims().id().equals(info.id()))
                    .isPresent())
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(house.tokens().revoke(id)).isTrue();
    assertThat(untilStatus(401, "T_ok")).isLessThan(Duration.ofSeconds(1));
    User ops = house.users().byName("ops").orElseThrow();
    house.users().setState(ops.id(), User.State.SUSPENDED);
    assertThat(untilStatus(403, "T_ops")).isLessThan(Duration.ofSeconds(1));
  }

  private Duration untilStatus(int status, String name) throws Exception {
    long begun = System.nanoTime();
    while (ask("/me", token(name)).statusCode() != status) {
      if (System.nanoTime() - begun > Duration.ofSeconds(10).toNanos()) {
        throw new AssertionError("never " + status);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("%s is %d after %d ms%n", name, status, took.toMillis());
    return took;
  }

  @Test
  void whoLostSightOfItSays503AndFindsItAgain() throws Exception {
    assertThat(ask("/me", token("T_ok")).statusCode()).isEqualTo(200);
    server.close();
    long gone = System.nanoTime();
    int last = 200;
    while (last == 200) {
      last = ask("/me", token("T_ok")).statusCode();
      assertThat(System.nanoTime() - gone).isLessThan(Duration.ofSeconds(5).toNanos());
    }
    assertThat(last).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - gone)).isLessThan(Duration.ofMillis(1500));
    HttpResponse<String> lost = ask("/me", token("T_ok"));
    assertThat(lost.statusCode()).isEqualTo(503);
    assertThat(lost.headers().firstValue("Retry-After")).isPresent();
    assertThat(lost.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(ask("/open", "").statusCode()).isEqualTo(200);
    server = Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
    Soon.holds(() -> assertThat(ask("/me", token("T_ok")).statusCode()).isEqualTo(200));
  }

  @Test
  void whatCannotBeMeantIsRefused() throws Exception {
    Path here = folder.resolve("app/doorward.yaml");
    String good = Files.readString(here);
    assertThatThrownBy(() -> Config.read(here, Map.of()))
        .hasMessageContaining("doorward.yaml:2:")
        .hasMessageContaining("trust is for Doorward inside an application");
    Files.writeString(
        here,
        good.replace("token-file: trust.token", "token-file: none.token")
            .replace(
                "{ path: /open, access: optional }",
                "{ path: /open, access: optional, schemes: [ session ] }"));
    assertThatThrownBy(() -> Config.inside(here, Map.of()))
        .hasMessageContaining("token-file: cannot read")
        .hasMessageContaining("with trust: only bearer tokens are verified");
    Files.writeString(here, good.replace("http://127.0.0.1", "http://doorward.example"));
    assertThatThrownBy(() -> Config.inside(here, Map.of())).hasMessageContaining("server");
  }
}
