package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.SocketExchanger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check listener answers to each dialect's own question (contract G18). */
class QuestionTest {
  private static final List<String> DIALECTS =
      List.of("nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc");
  private static final String SPA = "Origin: https://spa.test";
  private static final String[] NAVIGATES = {
    "Sec-Fetch-Mode: navigate",
    "Sec-Fetch-Dest: document",
    "Sec-Fetch-Site: none",
    "Accept: text/html"
  };
  private static final String[] PREFLIGHT = {SPA, "Access-Control-Request-Method: PUT"};
  private static final String REMOVES = "headers_to_remove";
  private static final String CHECK = "GET /.doorward/check?any=thing";
  private static FrontHouse house;
  private static FrontHouse several;
  private static int addresses;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    house = new FrontHouse(Files.createDirectory(folder.resolve("one")), Fixture.DEFAULT, DIALECTS);
    several = new FrontHouse(Files.createDirectory(folder.resolve("two")), Fixture.TLS, DIALECTS);
  }

  @AfterAll
  static void close() {
    house.close();
    several.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c293_anAllowedRequestIs200WithWhatTheFrontPassesOn(String dialect) throws Exception {
    Answer a = ask(dialect, "GET", "/me", bearer("T_ok"), SPA);

    assertThat(a.status()).isEqualTo(200);
    assertThat(a.body()).isEmpty();
    assertThat(a.values("Content-Length")).isEqualTo(grpc(dialect) ? List.of() : List.of("0"));
    assertThat(a.values("X-Doorward-User")).containsExactly("alice");
    assertThat(a.values("X-Doorward-Roles")).containsExactly("user");
    assertThat(a.values("X-Request-Id")).hasSize(1).isEqualTo(a.values("X-Doorward-Request-Id"));
    assertThat(a.values("Vary")).containsExactly("Authorization, Cookie, Origin");
    assertThat(a.values("Access-Control-Allow-Origin")).containsExactly("https://spa.test");
    assertThat(a.values("Access-Control-Allow-Credentials")).containsExactly("true");
    assertThat(a.values("Access-Control-Expose-Headers")).hasSize(1);
    assertThat(a.values("Set-Cookie")).isEmpty();
    assertThat(a.values("Doorward-Status")).isEqualTo(marked(dialect) ? List.of("200") : List.of());

    Answer stranger = ask(dialect, "GET", "/public/x");
    assertThat(stranger.status()).isEqualTo(200);
    assertThat(stranger.values("Vary")).containsExactly("Origin"); // whatever the origin
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-grpc"})
  void c293_whoAsksWhatTheServerCanDoIsToldNo2xx(String dialect) throws Exception {
    assertThat(whole(dialect, "OPTIONS", "*").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c294_preflights(String dialect) throws Exception {
    boolean traefik = dialect.equals("traefik");
    Answer ours = whole(dialect, "OPTIONS", "/me", PREFLIGHT);
    assertThat(ours.status()).isEqualTo(traefik ? 200 : 204);
    if (!traefik) {
      assertThat(ours.values("Access-Control-Allow-Methods")).hasSize(1);
      assertThat(ours.values("Access-Control-Allow-Origin")).containsExactly("https://spa.test");
    }
    assertThat(
            whole(
                    dialect,
                    "OPTIONS",
                    "/me",
                    "Origin: https://evil.test",
                    "Access-Control-Request-Method: PUT")
                .status())
        .isEqualTo(403);
    assertThat(ask(dialect, "OPTIONS", "/own-cors", PREFLIGHT).status()).isEqualTo(200);
    // Closed, or from outside its addresses: only a preflight that may pass gets a 2xx.
    assertThat(whole(dialect, "OPTIONS", "/closed", PREFLIGHT).status())
        .isEqualTo(traefik ? 403 : 204);
    assertThat(whole(dialect, "OPTIONS", "/intranet", PREFLIGHT).status())
        .isEqualTo(traefik ? 403 : 204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c295_c296_c303_aQuestionThatIsNotWholeIsRefused(String dialect) throws Exception {
    List<String> whole = question(dialect, "GET", "/public/x", from());
    for (String line : whole) {
      if (line.startsWith(":method") && !grpc(dialect)) {
        continue; // no request is without one
      }
      List<String> without = new ArrayList<>(whole);
      without.remove(line);
      assertRefusedAsIncomplete(send(dialect, without), line);
      boolean one = line.startsWith(":") || (grpc(dialect) && line.startsWith("Host"));
      if (!line.startsWith("X-Forwarded-For") && !one) {
        List<String> twice = new ArrayList<>(whole);
        twice.add(line);
        assertRefusedAsIncomplete(send(dialect, twice), line);
      }
    }
    if (dialect.equals("envoy-http")) {
      return; // a path stands behind ours, or we are not asked
    }
    String uri = nginx(dialect) ? "X-Original-URI" : grpc(dialect) ? ":path" : "X-Forwarded-Uri";
    List<String> absolute = new ArrayList<>(whole);
    absolute.replaceAll(
        l -> l.startsWith(uri) ? uri + ": http://" + house.url.getAuthority() + "/public/x" : l);
    assertRefusedAsIncomplete(send(dialect, absolute), uri);
  }

  private static void assertRefusedAsIncomplete(Answer a, String what) {
    assertThat(a.status()).as(what).isEqualTo(403);
    assertThat(a.values("Doorward-Reason")).containsExactly("check_request_incomplete");
    assertThat(a.values("X-Doorward-User")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/me,401",
    "GET,/admin,403",
    "OPTIONS,/me,204",
    "GET,/secret/42,404",
    "GET,/me,303",
    "GET,/%2e%2e/me,400",
    "POST,/me,401"
  })
  void c297_c298_c299_c301_nginxHearsABare403AndThenTheWholeAnswer(
      String method, String path, int truth) throws Exception {
    List<String> fields = new ArrayList<>();
    if (truth == 403 || truth == 404) {
      fields.add(bearer("T_ok"));
    } else if (truth == 204) {
      fields.addAll(List.of(PREFLIGHT));
    } else if (truth == 303) {
      fields.addAll(List.of(NAVIGATES));
    }
    String[] lines = fields.toArray(String[]::new);
    Answer a = ask("nginx", method, path, lines);

    assertThat(a.status()).isEqualTo(403);
    assertThat(a.body()).isEmpty();
    assertThat(a.values("Doorward-Status")).containsExactly(Integer.toString(truth));
    assertThat(a.values("Doorward-Ticket")).hasSize(1);
    assertThat(a.values("WWW-Authenticate")).isEmpty();
    assertThat(a.values("Location")).isEmpty();
    assertThat(a.values("Set-Cookie")).isEmpty();

    Answer full = answer(a.values("Doorward-Ticket").getFirst(), method, path, lines);
    assertThat(full.status()).isEqualTo(truth);
    assertThat(full.values("Doorward-Status")).containsExactly(Integer.toString(truth));
    assertThat(full.values("X-Request-Id")).isEqualTo(a.values("X-Request-Id"));
    if (truth == 401) {
      assertThat(full.values("WWW-Authenticate")).hasSize(3);
      assertThat(full.text()).contains("urn:doorward:problem:authentication_required");
    }
  }

  @Test
  void c300_aTicketIsGoodOnceAndNothingIsCountedAgain() throws Exception {
    InetAddress from = from();
    // Five wrong passwords of one pair are the limit: each question counts one, its answer none.
    for (int i = 0; i < 5; i++) {
      List<String> question = question("nginx", "GET", "/me", from, guess("nobody", i));
      Answer a = send("nginx", question);
      assertThat(a.values("Doorward-Status")).containsExactly("401");
      assertThat(second(a.values("Doorward-Ticket").getFirst(), question).status()).isEqualTo(401);
    }
    assertThat(
            send("nginx", question("nginx", "GET", "/me", from, guess("nobody", 5)))
                .values("Doorward-Status"))
        .containsExactly("429");

    Answer a = ask("nginx", "GET", "/me");
    String ticket = a.values("Doorward-Ticket").getFirst();
    String id = answer(ticket, "GET", "/me").values("X-Request-Id").getFirst();
    assertThat(a.values("X-Request-Id")).containsExactly(id);
    Answer again = answer(ticket, "GET", "/me");
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.values("X-Request-Id")).doesNotContain(id);
    // Judged anew, it would be allowed: never a 2xx.
    Answer allowed = answer("unknown", "GET", "/public/x");
    assertThat(allowed.status()).isEqualTo(500);
    assertThat(allowed.text()).contains("urn:doorward:problem:internal_error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c305_c311_c319_othersGetEveryRefusalWhole(String dialect) throws Exception {
    Answer a = ask(dialect, "GET", "/me", "Accept: application/json");
    assertThat(a.status()).isEqualTo(401);
    assertThat(a.values("WWW-Authenticate")).hasSize(3);
    assertThat(a.values("Cache-Control")).containsExactly("no-store");
    assertThat(a.text()).contains("urn:doorward:problem:authentication_required");
    assertThat(a.values("Doorward-Status"))
        .isEqualTo(dialect.equals("haproxy") ? List.of("401") : List.of());
    assertThat(ask(dialect, "GET", "/admin", bearer("T_ok")).status()).isEqualTo(403);
  }

  @Test
  void c306_traefikGetsAnAbsoluteLocation() throws Exception {
    String login = "/.doorward/login?return_to=%2Fme";
    assertThat(ask("traefik", "GET", "/me", NAVIGATES).values("Location"))
        .containsExactly(house.fixture.origin() + login);
    assertThat(ask("caddy", "GET", "/me", NAVIGATES).values("Location")).containsExactly(login);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c308_headAndBodyOfARefusalStaySmall(String dialect) throws Exception {
    String[] fragment = {
      "Accept: application/json",
      "Sec-Fetch-Mode: cors",
      "HX-Request: true",
      "HX-Current-URL: " + house.fixture.origin() + "/me?" + "%20".repeat(2000)
    };
    String[] asks = {
      SPA,
      "Access-Control-Request-Method: PUT",
      "Access-Control-Request-Headers: " + "x-a,".repeat(90)
    };
    List<Sent> all = new ArrayList<>();
    for (String path :
        List.of(
            "/me/" + "x".repeat(2000),
            "/me?a=" + "%20".repeat(2000),
            "/me/" + "%20".repeat(2000))) {
      for (String[] client :
          List.of(NAVIGATES, new String[] {"Accept: application/json"}, fragment)) {
        all.add(new Sent("GET", path, client));
        all.add(new Sent("POST", path, client));
      }
      all.add(new Sent("OPTIONS", path, asks));
    }
    for (Sent sent : all) {
      Answer a = whole(dialect, sent.method(), sent.path(), sent.fields());
      int head =
          a.fields().stream().mapToInt(f -> f.name().length() + f.value().length() + 4).sum();
      assertThat(head).as("head of %s %s", sent.method(), a.status()).isLessThan(4096);
      assertThat(a.body().length).as("body of %s %s", sent.method(), a.status()).isLessThan(4096);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Sent(String method, String path, String[] fields) {}

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c310_anAllowedRequestWithAStaleCookieClearsIt(String dialect) throws Exception {
    List<String> lines = new ArrayList<>(List.of(NAVIGATES));
    lines.add("Cookie: " + house.fixture.cookie() + "=" + "A".repeat(43));
    Answer a = ask(dialect, "GET", "/open", lines.toArray(String[]::new));
    assertThat(a.status()).isEqualTo(200);
    assertThat(a.values("Set-Cookie"))
        .singleElement()
        .asString()
        .startsWith(house.fixture.cookie() + "=; Max-Age=0;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c312_c325_noCopyOfTheClientSurvives(String dialect) throws Exception {
    Answer a = ask(dialect, "GET", "/open", "X-Doorward-User: root", "X-Doorward-Roles: admin");
    assertThat(a.status()).isEqualTo(200);
    boolean named = Set.of("caddy", "traefik", "envoy-http").contains(dialect);
    for (String name : List.of("User", "Roles", "Scopes", "Assertion")) {
      assertThat(a.values("X-Doorward-" + name)).isEqualTo(named ? List.of("") : List.of());
    }
    assertThat(a.values("X-Doorward-Request-Id")).hasSize(1);
  }

  @Test
  void c316_c325_c329_envoyIsToldWhatToRemove() throws Exception {
    String removes = "x-envoy-auth-headers-to-remove";
    assertThat(ask("envoy-http", "GET", "/open", "X-Doorward-User: root").values(removes))
        .containsExactly("X-Doorward-User,X-Doorward-Roles,X-Doorward-Scopes,X-Doorward-Assertion");
    assertThat(ask("envoy-http", "GET", "/me", bearer("T_ok")).values(removes))
        .containsExactly("X-Doorward-Scopes,X-Doorward-Assertion,Authorization");
    assertThat(ask("envoy-http", "GET", "/reports", bearer("T_reports")).values(removes))
        .containsExactly("X-Doorward-Assertion,Authorization");
    // A public route does not look at it: it is the application's.
    assertThat(ask("envoy-http", "GET", "/public/x", bearer("T_ok")).values(removes))
        .singleElement()
        .asString()
        .doesNotContain("Authorization");
    assertThat(ask("envoy-http", "GET", "/me").values(removes)).isEmpty();
  }

  @Test
  void c325_c329_envoysMessageSaysWhatToRemove() throws Exception {
    assertThat(ask("envoy-grpc", "GET", "/open", "X-Doorward-User: root").values(REMOVES))
        .containsExactly(
            "x-doorward-user", "x-doorward-roles", "x-doorward-scopes", "x-doorward-assertion");
    assertThat(ask("envoy-grpc", "GET", "/me", bearer("T_ok")).values(REMOVES))
        .containsExactly("x-doorward-scopes", "x-doorward-assertion", "authorization");
    assertThat(ask("envoy-grpc", "GET", "/public/x", bearer("T_ok")).values(REMOVES))
        .isNotEmpty()
        .doesNotContain("authorization");
    assertThat(ask("envoy-grpc", "GET", "/me").values(REMOVES)).isEmpty();
  }

  @Test
  void c316_withoutAllowedHeadersEnvoyAsksForNobody() throws Exception {
    List<String> bare =
        List.of(
            ":method: GET",
            ":path: /public/x",
            "Host: " + house.url.getAuthority(),
            "Content-Length: 0",
            bearer("T_ok"));
    assertRefusedAsIncomplete(send("envoy-http", bare), "nothing but what it always sends");
  }

  @Test
  void envoyPutsThePathAsItStandsBehindOurs() throws Exception {
    assertThat(ask("envoy-http", "GET", "/me?a=b&c=%2F", bearer("T_ok")).status()).isEqualTo(200);
    assertThat(ask("envoy-http", "OPTIONS", "*").status()).isEqualTo(400); // C293
    assertThat(ask("envoy-http", "GET", "/%2e%2e/me").status()).isEqualTo(400);
    assertThat(ask("envoy-http", "GET", "//me").status()).isEqualTo(400);
    assertThat(ask("envoy-http", "GET", "?public").status()).isEqualTo(403);
    assertThat(ask("envoy-http", "GET", "ing/public/x").status()).isEqualTo(404);
    Answer longest = ask("envoy-http", "GET", "/public/" + "x".repeat(8192 - 8));
    assertThat(longest.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c324_noGrpcRefusalIsA2xx(String dialect) throws Exception {
    for (String type :
        List.of("application/grpc", "application/grpc+proto", "application/grpc-web")) {
      String line = "Content-Type: " + type;
      Answer stranger = whole(dialect, "GET", "/admin", line);
      assertThat(stranger.status()).isEqualTo(401);
      assertThat(stranger.values("grpc-status")).containsExactly("16");
      assertThat(stranger.values("WWW-Authenticate")).isNotEmpty();
      Answer alice = whole(dialect, "GET", "/admin", line, bearer("T_ok"));
      assertThat(alice.status()).isEqualTo(403);
      assertThat(alice.values("grpc-status")).containsExactly("7");
    }
    InetAddress from = from();
    String grpc = "Content-Type: application/grpc";
    for (int i = 0; i < 5; i++) {
      send(dialect, question(dialect, "GET", "/me", from, guess("grpc-" + dialect, i)));
    }
    Answer throttled =
        full(dialect, question(dialect, "GET", "/me", from, guess("grpc-" + dialect, 5), grpc));
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.values("grpc-status")).containsExactly("8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c326_ourOwnPathsAreNotAskedAbout(String dialect) throws Exception {
    for (String path :
        List.of(
            "/.doorward/login",
            "/.doorward/check",
            "/.doorward/nothing",
            "/.well-known/openid-configuration",
            "/.well-known/oauth-protected-resource/api",
            "/.well-known/change-password")) {
      Answer a = ask(dialect, "GET", path, NAVIGATES);
      assertThat(a.status()).as(path).isEqualTo(403);
      assertThat(a.values("Doorward-Reason")).as(path).containsExactly("own_endpoint");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c206_c207_c209_c211_c212_theChainIsReadFromTheRight(String dialect) throws Exception {
    assertThat(chain(dialect, "/intranet", "10.0.0.1, 203.0.113.9").status()).isEqualTo(403);
    assertThat(chain(dialect, "/intranet", "203.0.113.9, 10.0.0.1").status()).isEqualTo(200);
    assertThat(chain(dialect, "/intranet", "203.0.113.9, 10.0.0.1, 127.0.0.7").status())
        .isEqualTo(200);
    assertThat(chain(dialect, "/intranet", "::ffff:10.0.0.1").status()).isEqualTo(200);
    assertThat(chain(dialect, "/intranet", "10.0.0.1:4711").status()).isEqualTo(200);
    assertThat(chain(dialect, "/public/x", "203.0.113.66").status()).isEqualTo(403);
    assertThat(chain(dialect, "/public/x", "::ffff:203.0.113.66").status()).isEqualTo(403);
    assertThat(chain(dialect, "/public/x", "fe80::1%eth0").status()).isEqualTo(200);
    assertThat(chain(dialect, "/public/x", "unknown").status()).isEqualTo(400);
    assertThat(chain(dialect, "/public/x", ",").status()).isEqualTo(400);
    assertThat(chain(dialect, "/public/x", "10.0.0.1, _hidden").status()).isEqualTo(400);
    List<String> twoLines =
        new ArrayList<>(question(dialect, "GET", "/intranet", InetAddress.ofLiteral("10.0.0.1")));
    twoLines.add(bearer("T_ok"));
    twoLines.add("X-Forwarded-For: 203.0.113.9");
    assertThat(full(dialect, twoLines).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c195_aHandshakeIsKnownByItsKey(String dialect) throws Exception {
    Answer a =
        whole(
            dialect,
            "GET",
            "/ws",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Origin: https://evil.test",
            bearer("T_ok"));
    assertThat(a.status()).isEqualTo(403);
    assertThat(a.text()).contains("urn:doorward:problem:origin_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c226_c247_methodsNobodyServesAndIdsOfClients(String dialect) throws Exception {
    assertThat(whole(dialect, "TRACE", "/public/x").status()).isEqualTo(405);
    assertThat(whole(dialect, "trace", "/public/x").status()).isEqualTo(405);
    String id = "11111111-2222-4333-8444-555555555555";
    assertThat(ask(dialect, "GET", "/public/x", "X-Request-Id: " + id).values("X-Request-Id"))
        .doesNotContain(id);
    assertThat(
            chain(dialect, "/public/x", "127.0.0.7", "X-Request-Id: " + id).values("X-Request-Id"))
        .doesNotContain(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http"})
  void anOtherPathOnACheckListenerIsNoDoor(String dialect) throws Exception {
    for (String path : List.of("/", "/me", "/public/x", "/.doorward/login", "/.doorward/health")) {
      Answer a = send(house, dialect, "GET " + path, question(dialect, "GET", "/public/x", from()));
      assertThat(a.status()).as(path).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddy", "traefik", "haproxy", "envoy-http", "envoy-grpc"})
  void c364_aSitesHostAndOneThatIsNotOurs(String dialect) throws Exception {
    List<String> unknown = question(dialect, "GET", "/public/x", from());
    unknown.replaceAll(l -> called(l, "evil.test"));
    Answer first = send(dialect, unknown);
    assertThat(first.status()).isEqualTo(nginx(dialect) ? 403 : 421);
    assertThat(full(dialect, unknown).status()).isEqualTo(421);

    List<String> site = question(dialect, "GET", "/d/1", from(), NAVIGATES);
    site.replaceAll(l -> called(l, "grafana.test"));
    site.replaceAll(l -> l.startsWith("X-Forwarded-Proto:") ? "X-Forwarded-Proto: https" : l);
    Answer away = full(dialect, site, several);
    assertThat(away.status()).isEqualTo(303);
    assertThat(away.values("Location"))
        .singleElement()
        .asString()
        .startsWith(
            "https://app.test/.doorward/login?return_to=https%3A%2F%2Fgrafana.test%2Fd%2F1&walk=");
    assertThat(away.values("Set-Cookie")).hasSize(1);
  }

  private static String called(String line, String host) {
    return line.replaceFirst("^((X-Forwarded-)?Host: ).*", "$1" + host);
  }

  private static Answer chain(String dialect, String path, String chain, String... more)
      throws IOException {
    List<String> lines = new ArrayList<>(question(dialect, "GET", path, from()));
    lines.replaceAll(l -> l.startsWith("X-Forwarded-For:") ? "X-Forwarded-For: " + chain : l);
    lines.add(bearer("T_ok"));
    lines.addAll(List.of(more));
    return full(dialect, lines);
  }

  private static Answer ask(String dialect, String method, String path, String... fields)
      throws IOException {
    return send(dialect, question(dialect, method, path, from(), fields));
  }

  /** What the client gets in the end, after the second step where there is one. */
  private static Answer whole(String dialect, String method, String path, String... fields)
      throws IOException {
    return full(dialect, question(dialect, method, path, from(), fields));
  }

  private static Answer full(String dialect, List<String> question) throws IOException {
    return full(dialect, question, house);
  }

  private static Answer full(String dialect, List<String> question, FrontHouse at)
      throws IOException {
    Answer first = send(at, dialect, CHECK, question);
    List<String> ticket = first.values("Doorward-Ticket");
    return ticket.isEmpty() ? first : second(at, ticket.getFirst(), question);
  }

  private static Answer answer(String ticket, String method, String path, String... fields)
      throws IOException {
    return second(ticket, question("nginx", method, path, from(), fields));
  }

  private static Answer second(String ticket, List<String> question) throws IOException {
    return second(house, ticket, question);
  }

  private static Answer second(FrontHouse at, String ticket, List<String> question)
      throws IOException {
    List<String> lines = new ArrayList<>(question);
    lines.add("Doorward-Ticket: " + ticket);
    return send(at, "nginx", "GET /.doorward/answer?ignored=1", lines);
  }

  private static List<String> question(
      String dialect, String method, String path, InetAddress from, String... fields) {
    List<String> lines = new ArrayList<>();
    if (nginx(dialect)) {
      lines.add("X-Original-Method: " + method);
      lines.add("X-Original-URI: " + path);
    } else if (envoy(dialect)) {
      lines.add(":method: " + method);
      lines.add(":path: " + path);
    } else {
      lines.add("X-Forwarded-Method: " + method);
      lines.add("X-Forwarded-Uri: " + path);
    }
    lines.add((envoy(dialect) ? "Host: " : "X-Forwarded-Host: ") + house.url.getAuthority());
    lines.add("X-Forwarded-Proto: http");
    lines.add("X-Forwarded-For: " + from.getHostAddress());
    lines.addAll(List.of(fields));
    return lines;
  }

  private static Answer send(String dialect, List<String> lines) throws IOException {
    return send(house, dialect, CHECK, lines);
  }

  private static Answer send(FrontHouse at, String dialect, String what, List<String> lines)
      throws IOException {
    int port = Optional.ofNullable(at.checks.get(dialect)).orElseThrow();
    if (grpc(dialect)) {
      return call(port, lines);
    }
    boolean own = envoy(dialect) && what.equals(CHECK);
    String asks =
        own ? pseudo(lines, ":method: ") + " /.doorward/check" + pseudo(lines, ":path: ") : what;
    List<String> fields = lines.stream().filter(line -> !line.startsWith(":")).toList();
    String text =
        asks
            + " HTTP/1.1\r\n"
            + (envoy(dialect) ? "" : "Host: doorward\r\n")
            + "Connection: close\r\n"
            + String.join("\r\n", fields)
            + "\r\n\r\n";
    try (SocketExchanger exchanger =
        new SocketExchanger(
            new InetSocketAddress("127.0.0.1", port), Optional.empty(), Optional.empty(), "")) {
      return exchanger.send(
          InetAddress.ofLiteral("127.0.0.1"), text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** The same question in Envoy's message, and what it says as if it were an HTTP answer. */
  private static Answer call(int port, List<String> lines) {
    List<StandInFront.Field> fields = new ArrayList<>();
    for (String line : lines) {
      String[] field = line.split(": ", 2);
      if (!line.startsWith(":")) {
        fields.add(new StandInFront.Field(field[0], field[1]));
      }
    }
    try (ExtAuthzClient client = new ExtAuthzClient(port)) {
      return ExtAuthzAnswer.of(
          client.check(
              EnvoyGrpcFront.question(
                      pseudo(lines, ":method: "),
                      pseudo(lines, ":path: "),
                      pseudo(lines, "Host: "),
                      fields)
                  .toBuilder()
                  .clearScheme() // told by X-Forwarded-Proto
                  .build()),
          REMOVES);
    }
  }

  private static String pseudo(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  /** It asks with the client's own request line and Host. */
  private static boolean envoy(String dialect) {
    return dialect.equals("envoy-http") || grpc(dialect);
  }

  private static boolean grpc(String dialect) {
    return dialect.equals("envoy-grpc");
  }

  private static boolean nginx(String dialect) {
    return dialect.equals("nginx");
  }

  private static boolean marked(String dialect) {
    return Set.of("nginx", "haproxy").contains(dialect.toLowerCase(Locale.ROOT));
  }

  /** Guesses of one case do not count for another. */
  private static synchronized InetAddress from() {
    addresses++;
    return InetAddress.ofLiteral("192.0.2." + (1 + addresses % 250));
  }

  private static String bearer(String token) {
    return "Authorization: Bearer "
        + Optional.ofNullable(house.fixture.tokens().get(token)).orElseThrow();
  }

  private static String guess(String user, int n) {
    return "Authorization: Basic " + base64(user + ":wrong password " + n);
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
