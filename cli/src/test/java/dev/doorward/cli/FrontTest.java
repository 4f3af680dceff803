package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Runner;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.PostgresServer;
import dev.doorward.contract.fixture.StoreRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract through real fronts which ask a check listener (C323). */
class FrontTest {
  @TempDir Path folder;

  /** The others need a chain of addresses, which these fronts replace by their peer. */
  static List<Fixture> variants() {
    return List.of(Fixture.DEFAULT, Fixture.TLS, Fixture.DEFAULT_SIGNED_IN, Fixture.NO_CORS);
  }

  @ParameterizedTest
  @MethodSource("variants")
  @Tag("needs-nginx")
  void throughNginx(Fixture variant) throws Exception {
    theContractHolds(FrontProcess.Kind.NGINX, variant);
  }

  @ParameterizedTest
  @MethodSource("variants")
  @Tag("needs-apache")
  void throughApache(Fixture variant) throws Exception {
    theContractHolds(FrontProcess.Kind.APACHE, variant);
  }

  @ParameterizedTest
  @MethodSource("variants")
  @Tag("needs-caddy")
  void throughCaddy(Fixture variant) throws Exception {
    theContractHolds(FrontProcess.Kind.CADDY, variant);
  }

  @ParameterizedTest
  @MethodSource("variants")
  @Tag("needs-haproxy")
  void throughHaproxy(Fixture variant) throws Exception {
    theContractHolds(FrontProcess.Kind.HAPROXY, variant);
  }

  @ParameterizedTest
  @EnumSource(names = {"DEFAULT", "DEFAULT_SIGNED_IN", "NO_CORS", "NO_DENY"})
  void throughWhatTraefikDoes(Fixture variant) throws Exception {
    try (FrontHouse house = new FrontHouse(folder, variant, List.of("traefik"));
        TraefikFront _ = new TraefikFront(house.ports);
        Target target = Target.of(house.url, house.fixture)) {
      holds("traefik " + variant, target.runner().app(house.app).behind("traefik"), Filter.ALL);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DEFAULT", "DEFAULT_SIGNED_IN", "NO_CORS"})
  void throughWhatEnvoyDoesWithItsHttpService(Fixture variant) throws Exception {
    try (FrontHouse house = new FrontHouse(folder, variant, List.of("envoy-http"));
        EnvoyHttpFront _ = new EnvoyHttpFront(house.ports);
        Target target = Target.of(house.url, house.fixture)) {
      holds(
          "envoy-http " + variant, target.runner().app(house.app).behind("envoy-http"), Filter.ALL);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DEFAULT", "DEFAULT_SIGNED_IN", "NO_CORS"})
  void throughWhatEnvoyDoesWithItsGrpcService(Fixture variant) throws Exception {
    try (FrontHouse house = new FrontHouse(folder, variant, List.of("envoy-grpc"));
        EnvoyGrpcFront _ = new EnvoyGrpcFront(house.ports);
        Target target = Target.of(house.url, house.fixture)) {
      holds(
          "envoy-grpc " + variant, target.runner().app(house.app).behind("envoy-grpc"), Filter.ALL);
    }
  }

  private static EnvoyFront envoy(String dialect, FrontHouse house) throws IOException {
    return dialect.equals("envoy-grpc")
        ? new EnvoyGrpcFront(house.ports)
        : new EnvoyHttpFront(house.ports);
  }

  @ParameterizedTest
  @ValueSource(strings = {"envoy-http", "envoy-grpc"})
  void c318_whatEnvoyMakesOfARefusalOfAGrpcCall(String dialect) throws Exception {
    try (FrontHouse house = new FrontHouse(folder, Fixture.DEFAULT, List.of(dialect));
        EnvoyFront _ = envoy(dialect, house)) {
      String host = "Host: 127.0.0.1:" + house.ports.front();
      String grpc = "Content-Type: application/grpc";
      String token = Optional.ofNullable(house.fixture.tokens().get("T_ok")).orElseThrow();
      String stranger = Raw.ask(house.ports.front(), "POST /admin HTTP/1.1", host, grpc);
      assertThat(stranger)
          .startsWith("HTTP/1.1 200 ")
          .containsOnlyOnce("grpc-status: 16")
          .containsIgnoringCase("WWW-Authenticate: Bearer");
      String alice =
          Raw.ask(
              house.ports.front(),
              "POST /admin HTTP/1.1",
              host,
              grpc,
              "Authorization: Bearer " + token);
      assertThat(alice).startsWith("HTTP/1.1 200 ").containsOnlyOnce("grpc-status: 7");
      assertThat(house.app.count()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"envoy-http", "envoy-grpc"})
  void c256_c329_throughWhatEnvoyDoesNobodyNamesHimselfAndWhatWasJudgedStays(String dialect)
      throws Exception {
    try (FrontHouse house = new FrontHouse(folder, Fixture.DEFAULT, List.of(dialect));
        EnvoyFront _ = envoy(dialect, house)) {
      for (String name :
          List.of("X-Doorward-User", "x_doorward_user", "X.Doorward.User", "X-Doorward_User")) {
        for (String path : List.of("/open", "/public/x")) {
          assertNobodyIsRoot(house, dialect + " " + name, "GET " + path, name + ": root");
        }
      }
      String token = Optional.ofNullable(house.fixture.tokens().get("T_ok")).orElseThrow();
      String answer =
          assertNobodyIsRoot(
              house, "judged", "GET /me", "Authorization: Bearer " + token, "X-Doorward-Scopes: a");
      assertThat(answer.toLowerCase(Locale.ROOT))
          .contains("[\"x-doorward-user\",\"alice\"]")
          .doesNotContain("authorization\",\"bearer", "x-doorward-scopes", "x-doorward-assertion");
      String unjudged =
          Raw.ask(
              house.ports.front(),
              "GET /public/x HTTP/1.1",
              "Host: 127.0.0.1:" + house.ports.front(),
              "Authorization: Bearer theirs");
      assertThat(unjudged).contains("Bearer theirs");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"envoy-http", "envoy-grpc"})
  @Tag("needs-postgresql")
  void c314_c317_ofAnOutageEnvoyTellsTheStatusOrAll(String dialect) throws Exception {
    try (PostgresServer database = PostgresServer.start();
        StoreRelay relay = StoreRelay.to(database.address());
        FrontHouse house =
            new FrontHouse(folder, Fixture.STORE_DOWN, List.of(dialect), relay.address());
        EnvoyFront _ = envoy(dialect, house)) {
      String cookie = house.fixture.cookie() + "=" + "A".repeat(43);
      String host = "Host: 127.0.0.1:" + house.ports.front();
      relay.cut();
      String answer = Raw.ask(house.ports.front(), "GET /me HTTP/1.1", host, "Cookie: " + cookie);
      assertThat(answer).startsWith("HTTP/1.1 503 ").doesNotContain("WWW-Authenticate");
      // By HTTP the filter drops what came with it; a message has it all.
      boolean whole = dialect.equals("envoy-grpc");
      assertThat(answer.toLowerCase(Locale.ROOT).contains("retry-after: ")).isEqualTo(whole);
      assertThat(answer.contains("urn:doorward:problem:auth_backend_unavailable")).isEqualTo(whole);
      assertThat(house.app.count()).isZero();
    }
  }

  @Test
  @Tag("needs-postgresql")
  @Tag("needs-nginx")
  @Tag("needs-apache")
  @Tag("needs-caddy")
  @Tag("needs-haproxy")
  void withItsStoreGoneNobodyIsLetInAndNobodyIsBlamed() throws Exception {
    // Workers of a front are another user.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (FrontProcess.Kind kind : FrontProcess.Kind.values()) {
      Path place = Files.createDirectory(folder.resolve(kind.folder()));
      try (PostgresServer database = PostgresServer.start();
          StoreRelay relay = StoreRelay.to(database.address());
          FrontHouse house =
              new FrontHouse(place, Fixture.STORE_DOWN, List.of(kind.dialect), relay.address());
          FrontProcess _ = FrontProcess.start(kind, house.ports, false, place);
          Target target = Target.of(house.url, house.fixture)) {
        Runner runner = target.runner().app(house.app).relay(relay).behind(kind.folder());
        holds(kind + " without its store", runner, Filter.only("G14"));
      }
    }
  }

  @Test
  @Tag("needs-nginx")
  @Tag("needs-apache")
  @Tag("needs-caddy")
  @Tag("needs-haproxy")
  void c309_c320_withDoorwardDownEveryFrontIsClosed() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (FrontProcess.Kind kind : FrontProcess.Kind.values()) {
      Path place = Files.createDirectory(folder.resolve(kind.folder()));
      FrontHouse house = new FrontHouse(place, Fixture.DEFAULT, List.of(kind.dialect));
      try (FrontProcess _ = FrontProcess.start(kind, house.ports, false, place)) {
        house.server.close();
        String answer =
            Raw.ask(
                house.ports.front(),
                "GET /public/x HTTP/1.1",
                "Host: 127.0.0.1:" + house.ports.front());
        assertThat(answer).as("%s", kind).matches("(?s)HTTP/1.1 50[0-9] .*");
        if (kind == FrontProcess.Kind.HAPROXY) {
          assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 5");
        }
        assertThat(house.app.count()).isZero();
      } finally {
        house.app.close();
      }
    }
  }

  @Test
  @Tag("needs-nginx")
  @Tag("needs-apache")
  @Tag("needs-caddy")
  @Tag("needs-haproxy")
  void c256_c312_nobodyNamesHimselfThroughAFront() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (FrontProcess.Kind kind : FrontProcess.Kind.values()) {
      Path place = Files.createDirectory(folder.resolve(kind.folder()));
      try (FrontHouse house = new FrontHouse(place, Fixture.DEFAULT, List.of(kind.dialect));
          FrontProcess _ = FrontProcess.start(kind, house.ports, false, place)) {
        for (String name :
            List.of("X-Doorward-User", "x_doorward_user", "X.Doorward.User", "X-Doorward_User")) {
          for (String path : List.of("/open", "/public/x")) {
            assertNobodyIsRoot(house, kind + " " + name, "GET " + path, name + ": root");
          }
        }
        String token = Optional.ofNullable(house.fixture.tokens().get("T_ok")).orElseThrow();
        String known = "Authorization: Bearer " + token;
        String answer =
            assertNobodyIsRoot(
                house, kind + " nominated", "GET /me", known, "Connection: close, X-Doorward-User");
        boolean refused = answer.startsWith("HTTP/1.1 400");
        assertThat(
                refused
                    || answer.toLowerCase(Locale.ROOT).contains("[\"x-doorward-user\",\"alice\"]"))
            .as("%s: alice is named, or the request is refused: %s", kind, answer)
            .isTrue();
      }
    }
  }

  private static String assertNobodyIsRoot(
      FrontHouse house, String what, String request, String... fields) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(request + " HTTP/1.1");
    lines.add("Host: 127.0.0.1:" + house.ports.front());
    lines.addAll(List.of(fields));
    if (lines.stream().noneMatch(line -> line.startsWith("Connection:"))) {
      lines.add("Connection: close");
    }
    try (Raw raw = new Raw(house.ports.front())) {
      String answer = raw.say(lines.toArray(String[]::new)).rest();
      assertThat(answer).as(what).startsWith("HTTP/1.1 ").doesNotContain("root");
      return answer;
    }
  }

  private void theContractHolds(FrontProcess.Kind kind, Fixture variant) throws Exception {
    boolean tls = variant == Fixture.TLS;
    try (FrontHouse house = new FrontHouse(folder, variant, List.of(kind.dialect));
        FrontProcess _ = FrontProcess.start(kind, house.ports, tls, folder);
        Target target = target(house, tls)) {
      Runner runner = target.runner().app(house.app).behind(kind.folder());
      holds(kind.folder() + " " + variant, runner, Filter.ALL);
    }
  }

  private Target target(FrontHouse house, boolean tls) throws IOException {
    return Target.of(
        house.url,
        house.fixture,
        Optional.of("127.0.0.1:" + house.ports.front()),
        tls ? Optional.of(folder.resolve("front/front.pem")) : Optional.empty());
  }

  private static void holds(String front, Runner runner, Filter cases) {
    List<Result> results = runner.run(cases);
    assertThat(results.stream().filter(Result::failed).map(Result::toString).toList())
        .as("failed cases through %s", front)
        .isEmpty();
    long passed = results.stream().filter(Result::passed).count();
    assertThat(passed).isPositive();
    System.out.printf("%s: %d passed, %d skipped%n", front, passed, results.size() - passed);
  }
}
