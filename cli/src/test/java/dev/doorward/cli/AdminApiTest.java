package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.audit.Entry;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.PostgresServer;
import dev.doorward.contract.fixture.StoreRelay;
import dev.doorward.core.Policy;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The admin API and its document, over HTTP against a running server. */
class AdminApiTest {
  private static final String NOBODY = "usr_00000000-0000-7000-8000-000000000000";

  @TempDir Path folder;

  @Test
  void theDocumentIsOpenApiAndNamesEveryRouteAndNoOther() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, "")) {
      assertThat(root.document.objections()).isEmpty();
      assertThat(
              new ApiDocument(root.document.text.replace("\"openapi\"", "\"open\"")).objections())
          .as("that the schema is one")
          .isNotEmpty();
      assertThat(root.document.routes()).isEqualTo(routes(house));
    }
  }

  @Test
  void everyOperationAnswersAsItsDocumentSays() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"))) {
      root.get("openapi.json").is(200);
      users(root);
      sessions(root);
      tokens(root, house);
      root.get("keys").is(200);
      assertThat(root.call("POST", "keys/rotate", null).is(200).text("state")).isEqualTo("signs");
      assertThat(items(root.get("keys?limit=1").is(200))).hasSize(1);
      explain(root);
      verifier(root, house);
      JsonNode policy = root.get("policy").is(200).json();
      assertThat(policy.at("/sites/0/routes/0/path").stringValue()).isEqualTo("/public/**");
      assertThat(policy.at("/roles/4/permissions/0").stringValue()).isEqualTo("*");
      audit(root);
      assertThat(root.called).isEqualTo(new TreeSet<>(root.document.operations().keySet()));
    }
  }

  private static void users(ApiClient root) throws Exception {
    ApiClient.Said made =
        root.call(
                "POST",
                "users",
                "{\"name\":\"Zoe\",\"display\":\"Zoë\",\"roles\":[\"user\"],\"password\":\"a long"
                    + " enough one\"}")
            .is(201);
    String id = made.text("id");
    assertThat(made.field("Location")).isEqualTo("/api/v1/users/" + id);
    assertThat(made.answer().body()).doesNotContain("enough").doesNotContain("argon2");
    assertThat(root.get("users/" + id).is(200).text("name")).isEqualTo("zoe");
    root.call("POST", "users", "{\"name\":\"zoe\"}").is(409);
    assertThat(
            root.call("PATCH", "users/" + id, "{\"state\":\"suspended\",\"email\":\"z@e.org\"}")
                .is(200)
                .text("state"))
        .isEqualTo("suspended");
    assertThat(
            root.call("PATCH", "users/" + id, "{\"state\":\"suspended\",\"display\":null}")
                .is(200)
                .json()
                .has("display"))
        .isFalse();
    root.call("PUT", "users/" + id + "/password", "{\"must_change\":true}").is(204);
    root.call("PUT", "users/" + id + "/password", "{\"password\":\"another long one\"}").is(204);
    root.call("PUT", "users/" + id + "/roles/auditor", null).is(204);
    root.call("PUT", "users/" + id + "/roles/auditor", "{}").is(204);
    assertThat(root.call("PUT", "users/" + id + "/roles/amdin", null).is(400).text("detail"))
        .contains("amdin");
    root.call("DELETE", "users/" + id + "/roles/auditor", null).is(204);
    root.call("DELETE", "users/" + id + "/roles/auditor", null).is(404);
    assertThat(every(root, "users", 3)).contains(id).doesNotHaveDuplicates();
    root.call("DELETE", "users/" + id, null).is(204);
    root.call("DELETE", "users/" + id, null).is(404);
    root.get("users/" + id).is(404);
    root.get("users/" + NOBODY).is(404);
    root.get("users/alice").is(404);
    assertThat(every(root, "users", 1000)).doesNotContain(id);
  }

  private static void sessions(ApiClient root) throws Exception {
    List<String> all = every(root, "sessions", 1);
    assertThat(all).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    JsonNode one = root.get("sessions/" + all.getFirst()).is(200).json();
    String whose = one.get("user_id").stringValue();
    assertThat(items(root.get("sessions?user=" + whose).is(200)))
        .allMatch(s -> s.get("user_id").stringValue().equals(whose));
    root.get("sessions?user=" + NOBODY).is(400);
    root.call("DELETE", "sessions/" + all.getFirst(), null).is(204);
    root.call("DELETE", "sessions/" + all.getFirst(), null).is(404);
    root.get("sessions/" + all.getFirst()).is(404);
  }

  private static void tokens(ApiClient root, House house) throws Exception {
    String alice = idOf(root, "alice");
    ApiClient.Said made =
        root.call(
                "POST",
                "tokens",
                "{\"user_id\":\""
                    + alice
                    + "\",\"opaque\":true,\"scopes\":[\"reports:read\"],\"lifetime_seconds\":60,"
                    + "\"name\":\"ci\"}")
            .is(201);
    assertThat(made.text("token")).startsWith("dw_pat_");
    String id = made.text("id");
    assertThat(made.field("Location")).isEqualTo("/api/v1/tokens/" + id);
    ApiClient.Said shown = root.get("tokens/" + id).is(200);
    assertThat(shown.answer().body()).doesNotContain("dw_pat_");
    assertThat(shown.text("name")).isEqualTo("ci");
    String door = "Authorization: Bearer " + made.text("token");
    int port = house.url.getPort();
    assertThat(Raw.ask(port, "GET /me HTTP/1.1", "Host: 127.0.0.1:" + port, door))
        .startsWith("HTTP/1.1 200 ");
    assertThat(every(root, "tokens", 5)).contains(id).doesNotHaveDuplicates();
    assertThat(items(root.get("tokens?user=" + alice + "&limit=1").is(200))).hasSize(1);
    root.call("DELETE", "tokens/" + id, null).is(204);
    assertThat(Raw.ask(port, "GET /me HTTP/1.1", "Host: 127.0.0.1:" + port, door))
        .startsWith("HTTP/1.1 401 ");
    root.call("DELETE", "tokens/" + id, null).is(404);
    root.get("tokens/" + id).is(404);
    root.call("POST", "tokens", "{\"user_id\":\"" + NOBODY + "\"}").is(400);
    root.call("POST", "users", "{\"name\":\"half\",\"display\":\"\\ud800x\"}").is(400);
    for (String wrong :
        List.of(
            "\"lifetime_seconds\":86401",
            "\"lifetime_seconds\":9223372036854775807",
            "\"scopes\":[\"secret:read\"]",
            "\"scopes\":[\"unheard:of\"]",
            "\"resource\":\"https://other.test\"")) {
      root.call("POST", "tokens", "{\"user_id\":\"" + alice + "\"," + wrong + "}").is(400);
    }
  }

  private static void verifier(ApiClient root, House house) throws Exception {
    String asked = "{\"token\":\"" + house.token("T_reports") + "\"}";
    ApiClient.Said known = root.call("POST", "verifications", asked).is(200);
    assertThat(known.text("user")).isEqualTo("alice");
    assertThat(known.json().at("/scopes/0").stringValue()).isEqualTo("reports:read");
    for (String dead : List.of(house.token("T_revoked"), house.token("T_dan"), "no.token.ours")) {
      assertThat(
              root.call("POST", "verifications", "{\"token\":\"" + dead + "\"}")
                  .is(200)
                  .answer()
                  .body())
          .isEqualTo("{\"active\":false}");
    }
    root.wrong("POST", "verifications", "{\"token\":\"\"}").is(400);
    JsonNode begin = root.get("changes").is(200).json();
    assertThat(begin.get("missed").booleanValue()).isTrue();
    String epoch = begin.get("epoch").stringValue();
    long last = begin.get("last").longValue();
    assertThat(known.text("epoch")).isEqualTo(epoch);
    assertThat(known.json().get("last").longValue()).isEqualTo(last);
    assertThat(begin.get("behind_ms").longValue()).isBetween(0L, 1000L);
    house.server.services().house().tokens().revoke(known.text("token_id"));
    JsonNode news =
        root.get("changes?epoch=" + epoch + "&after=" + last + "&wait_ms=1000").is(200).json();
    assertThat(news.get("missed").booleanValue()).isFalse();
    assertThat(news.at("/changes/0/kind").stringValue()).isEqualTo("token");
    assertThat(news.at("/changes/0/id").stringValue()).isEqualTo(known.text("token_id"));
    JsonNode after =
        root.call(
                "POST",
                "verifications",
                asked.replace(house.token("T_reports"), house.token("T_mfa")))
            .is(200)
            .json();
    assertThat(after.get("epoch").stringValue()).isEqualTo(epoch);
    assertThat(after.get("last").longValue()).isEqualTo(news.get("last").longValue());
    JsonNode beyond = root.get("changes?epoch=" + epoch + "&after=" + (last + 1000)).json();
    assertThat(beyond.get("missed").booleanValue()).isTrue();
    root.wrong("GET", "changes?after=soon", null).is(400);
  }

  private static void explain(ApiClient root) throws Exception {
    String question =
        "{\"method\":\"GET\",\"url\":\"/admin\",\"user_id\":\"" + idOf(root, "alice") + "\"}";
    assertThat(root.call("POST", "explain", question).is(200).answer().body())
        .contains("requirement  role admin: missing");
    root.call("POST", "explain", "{\"url\":\"no path\"}").is(400);
    root.call("POST", "explain", "{\"url\":\"/\",\"from\":\"here\"}").is(400);
    root.call("POST", "explain", "{\"url\":\"/\",\"headers\":[\"none\"]}").is(400);
  }

  private static void audit(ApiClient root) throws Exception {
    List<JsonNode> newest = items(root.get("audit?limit=5").is(200));
    assertThat(newest.getFirst().get("reason").stringValue()).startsWith("signing keys rotated");
    assertThat(newest.getFirst().get("actor").stringValue()).isEqualTo("root");
    List<String> paged = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = root.get("audit?limit=3" + next).is(200).json();
      page.get("items").forEach(line -> paged.add(line.toString()));
      next = page.get("next").isNull() ? "" : "&after=" + page.get("next").stringValue();
    } while (!next.isEmpty());
    assertThat(paged).doesNotHaveDuplicates();
    assertThat(paged.getLast()).contains("config-loaded");
    for (String wrong : List.of("nonsense", "0-0-0", "1-1", "ffffffffffffffff-fffffffffffffff")) {
      root.get("audit?after=" + wrong).is(400);
    }
  }

  @Test
  void onlyWhoHoldsThePermissionMayUseIt() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient somebody = new ApiClient(house.admin, "")) {
      int port = house.admin.getPort();
      String host = "Host: 127.0.0.1:" + port;
      ApiClient.Said stranger = somebody.get("users").is(401);
      assertThat(stranger.field("WWW-Authenticate")).startsWith("Bearer realm=\"doorward\"");
      assertThat(stranger.text("type")).endsWith(":authentication_required");
      somebody.as(house.token("T_ok")).get("users").is(403);
      somebody.call("POST", "keys/rotate", null).is(403);
      for (String token : List.of("T_exp", "T_aud", "T_api", "T_revoked", "T_nbf", "T_dan")) {
        ApiClient.Said said = somebody.as(house.token(token)).get("users").is(401);
        assertThat(said.text("type")).as(token).endsWith(":invalid_token");
      }
      assertThat(somebody.as(house.token("T_sue")).get("users").is(403).text("type"))
          .endsWith(":account_suspended");
      String root = "Authorization: Bearer " + house.token("T_root");
      assertThat(
              new Raw(port, "127.0.0.2")
                  .say("GET /api/v1/users HTTP/1.1", host, root, "Connection: close")
                  .rest())
          .startsWith("HTTP/1.1 403 ")
          .doesNotContain("alice");
      for (String credential :
          List.of(
              "Cookie: dw-" + port + "=x",
              "Authorization: Basic cm9vdDpyb290",
              "X-Doorward-User: root")) {
        assertThat(Raw.ask(port, "GET /api/v1/users HTTP/1.1", host, credential))
            .startsWith("HTTP/1.1 401 ");
      }
      assertThat(Raw.ask(port, "GET /api/v1/users HTTP/1.1", host, "Accept: text/html"))
          .as("somebody who navigates")
          .startsWith("HTTP/1.1 303 ");
      somebody.as("").send("GET", "nothing", null).is(401);
      somebody.as(house.token("T_root")).send("GET", "nothing", null).is(404);
      house.server.close();
      List<Entry> refused =
          AuditTest.entries(folder.resolve("audit.jsonl")).stream()
              .filter(e -> e.text("event").equals(Optional.of("refused")))
              .toList();
      assertThat(refused)
          .hasSizeGreaterThan(10)
          .allMatch(e -> e.text("face").equals(Optional.of("admin")));
      assertThat(refused.get(1).why()).contains("requirement  permission doorward:admin: missing");
    }
  }

  @Test
  void aRoleThatGivesThePermissionIsEnoughAndWhatIsTakenAwayBitesAtOnce() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"));
        ApiClient bob = new ApiClient(house.admin, house.token("T_bob"))) {
      bob.get("users").is(403);
      Path file = folder.resolve("doorward.yaml");
      Files.writeString(
          file,
          Files.readString(file).replace("  ops:     []", "  ops:     [ \"doorward:admin\" ]"));
      assertThat(house.server.reload()).isTrue();
      String id = idOf(root, "bob");
      root.call("PUT", "users/" + id + "/roles/ops", null).is(204);
      bob.get("users").is(200);
      root.call("PATCH", "users/" + id, "{\"state\":\"suspended\"}").is(200);
      bob.get("users").is(403);
      root.call("PATCH", "users/" + id, "{\"state\":\"active\"}").is(200);
      bob.get("users").is(200);
      bob.call("DELETE", "users/" + id + "/roles/ops", null).is(204);
      bob.get("users").is(403);
      String self = idOf(root, "root");
      root.call("DELETE", "users/" + self + "/roles/admin", null).is(204);
      root.get("users").is(403);
      List<Entry> changes =
          AuditTest.entries(folder.resolve("audit.jsonl")).stream()
              .filter(e -> e.text("event").equals(Optional.of("rights-changed")))
              .toList();
      assertThat(changes)
          .extracting(e ->
              e.text("actor").orElse("")
                  + " "
                  + e.text("user").orElse("")
                  + " "
                  + e.text("reason").orElse(""))
          .containsExactly(
              "root bob role ops granted",
              "root bob suspended",
              "root bob resumed",
              "bob bob role ops revoked",
              "root root role admin revoked");
      assertThat(changes.getFirst().text("path")).contains("/api/v1/users/" + id + "/roles/ops");
    }
  }

  @Test
  void whatIsNotAsTheDocumentSaysIsRefusedByNameAndChangesNothing() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"))) {
      List<String> before = every(root, "users", 1000);
      for (String[] each :
          new String[][] {
            {"{\"name\":\"x1\",\"_method\":\"DELETE\"}", "_method"},
            {"{\"name\":\"x1\",\"roles\":\"admin\"}", "roles"},
            {"{\"name\":\"x1\",\"roles\":[1]}", "roles"},
            {"{\"name\":\"x1\",\"roles\":[null]}", "roles"},
            {"{\"name\":1}", "name"},
            {"{\"name\":null}", "name"},
            {"{\"name\":\"\"}", "name"},
            {"{}", "name"},
            {"{\"name\":\"x1\",\"must_change\":\"yes\"}", "must_change"},
            {"{\"name\":\"x1\",\"email\":\"a\\nb\"}", "email"},
            {"{\"name\":\"x1\",\"password\":{}}", "password"},
            {"{\"name\":\"x1\",\"display\":\"" + "d".repeat(201) + "\"}", "display"},
            {"{\"name\":\"x1\",\"" + "n".repeat(200) + "\":1}", "n".repeat(64) + "…"},
            {"{\"name\":\"x1\",\"name\":\"x2\"}", ""},
            {"{\"name\":\"x1\"} {}", ""},
            {"[\"x1\"]", ""},
            {"\"x1\"", ""},
            {"null", ""},
            {"{\"name\":\"x1\"", ""},
            {"{\"name\":" + "[".repeat(1000) + "]".repeat(1000) + "}", ""},
            {"{\"name\":" + "1".repeat(1000) + "}", ""},
            {"\ufeff{\"name\":\"x1\"}", ""},
            {"{\"name\":\"no/name\"}", ""},
            {"{\"name\":\"x1\",\"password\":\"short\"}", ""},
            {"{\"name\":\"x1\",\"password\":\"password\"}", ""},
            {"{\"name\":\"x1\",\"roles\":[\"amdin\"]}", ""},
          }) {
        ApiClient.Said said = root.wrong("POST", "users", each[0]).is(400);
        assertThat(said.text("member")).as(each[0]).isEqualTo(each[1]);
        assertThat(said.text("detail")).as(each[0]).isNotEmpty();
      }
      String id = idOf(root, "alice");
      root.wrong("PATCH", "users/" + id, "{\"state\":\"removed\"}").is(400);
      root.wrong("PATCH", "users/" + id, "{\"state\":\"suspended\",\"roles\":[]}").is(400);
      root.wrong("PUT", "users/" + id + "/password", "{}").is(400);
      root.wrong("DELETE", "users/" + id, "{\"soft\":true}").is(400);
      root.wrong("POST", "keys/rotate", "{\"now\":true}").is(400);
      for (String query :
          List.of(
              "limit=0",
              "limit=1001",
              "limit=x",
              "limit=-1",
              "limit=1&limit=2",
              "after=alice",
              "_method=DELETE",
              "limit=%c3",
              "after=" + id.toUpperCase(java.util.Locale.ROOT))) {
        root.send("GET", "users?" + query, null).is(400);
      }
      root.send("POST", "users?name=x", "{\"name\":\"x1\"}").is(400);
      root.send("GET", "users/" + id + "?x", null).is(400);
      assertThat(root.wrong("GET", "users/" + id, null).is(200).text("state")).isEqualTo("active");
      assertThat(every(root, "users", 1000)).isEqualTo(before);
    }
  }

  @Test
  void methodsMediaTypesSizesAndPathsAreTheApisOwn() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"))) {
      int port = house.admin.getPort();
      String host = "Host: 127.0.0.1:" + port;
      String who = "Authorization: Bearer " + house.token("T_root");
      String id = idOf(root, "alice");
      assertThat(root.send("PUT", "users", "{}").is(405).field("Allow"))
          .isEqualTo("GET, HEAD, POST");
      assertThat(root.send("POST", "users/" + id, "{}").is(405).field("Allow"))
          .isEqualTo("GET, HEAD, PATCH, DELETE");
      assertThat(
              raw(
                  port,
                  "OPTIONS /api/v1/users HTTP/1.1",
                  host,
                  "Origin: https://spa.test",
                  "Access-Control-Request-Method: POST"))
          .startsWith("HTTP/1.1 405 ")
          .doesNotContain("Access-Control-Allow");
      assertThat(raw(port, "HEAD /api/v1/users HTTP/1.1", host, who)).startsWith("HTTP/1.1 200 ");
      assertThat(raw(port, "post /api/v1/keys/rotate HTTP/1.1", host, who))
          .startsWith("HTTP/1.1 405 ");
      for (String type :
          List.of(
              "text/plain",
              "application/x-www-form-urlencoded",
              "multipart/form-data; boundary=x")) {
        for (String method :
            List.of(
                "POST /api/v1/users", "PATCH /api/v1/users/" + id, "DELETE /api/v1/users/" + id)) {
          assertThat(
                  raw(
                      port,
                      method + " HTTP/1.1",
                      host,
                      who,
                      "Content-Type: " + type,
                      "Content-Length: 2",
                      "",
                      "{}"))
              .startsWith("HTTP/1.1 415 ");
        }
      }
      assertThat(
              raw(
                  port,
                  "POST /api/v1/users HTTP/1.1",
                  host,
                  who,
                  "Content-Type: application/json",
                  "Content-Length: 65537"))
          .startsWith("HTTP/1.1 413 ")
          .contains("application/problem+json");
      String large = "{\"name\":\"" + "x".repeat(70_000) + "\"}";
      assertThat(
              raw(
                  port,
                  "POST /api/v1/users HTTP/1.1",
                  host,
                  who,
                  "Content-Type: application/json",
                  "Transfer-Encoding: chunked",
                  "",
                  Integer.toHexString(large.length()),
                  large,
                  "0"))
          .startsWith("HTTP/1.1 413 ");
      for (String path :
          List.of(
              "//api/v1/users",
              "/api//v1/users",
              "/api/v1//users",
              "/api/v1/%2fusers",
              "/api/v1/x/../users",
              "/api/v1/x/%2e%2e/users",
              "/metrics/../api/v1/users",
              "/API/v1/users",
              "/api/v1/users%00",
              "/api/v1\\users",
              "/api/v1/users/" + id + "%2fpassword",
              "/api/v1/users/" + id + "/roles/a%2fb",
              "/api/v2/users",
              "/apiv1/users")) {
        String answer = raw(port, "GET " + path + " HTTP/1.1", host);
        assertThat(answer)
            .as(path)
            .doesNotContain("HTTP/1.1 200 ")
            .contains("application/problem+json");
        answer = raw(port, "GET " + path + " HTTP/1.1", host, who);
        assertThat(answer)
            .as(path)
            .doesNotContain("HTTP/1.1 200 ")
            .contains("application/problem+json");
      }
      assertThat(raw(port, "GET /api/v1/users HTTP/1.1", "Host: rebound.example:" + port, who))
          .startsWith("HTTP/1.1 421 ");
      assertThat(root.get("users/" + id).is(200).text("state")).isEqualTo("active");
    }
  }

  @Test
  void somebodyCalledLikeAnothersIdIsNotTakenForHim() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"))) {
      String alice = idOf(root, "alice");
      String twin = root.call("POST", "users", "{\"name\":\"" + alice + "\"}").is(201).text("id");
      assertThat(root.get("users/" + alice).is(200).text("name")).isEqualTo("alice");
      root.call("PUT", "users/" + alice + "/roles/ops", null).is(204);
      assertThat(root.get("users/" + twin).json().get("roles").size()).isZero();
      assertThat(items(root.get("tokens?user=" + alice).is(200))).isNotEmpty();
      root.call("DELETE", "users/" + alice, null).is(204);
      root.get("users/" + alice).is(404);
      root.get("users/" + twin).is(200);
    }
  }

  @Test
  void changesAtTheSameTimeAllHappenOrAreRefused() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      String id = idOf(root, "alice");
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            () -> root.send("POST", "users", "{\"name\":\"one\",\"roles\":[\"user\"]}").status());
        all.add(() -> root.send("PUT", "users/" + id + "/roles/ops", null).status());
        all.add(() -> root.send("PATCH", "users/" + id, "{\"state\":\"suspended\"}").status());
        all.add(() -> root.send("PATCH", "users/" + id, "{\"email\":\"a@b.org\"}").status());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each : threads.invokeAll(all)) {
        statuses.add(each.get());
      }
      assertThat(statuses.stream().filter(s -> s == 201)).hasSize(1);
      assertThat(statuses.stream().filter(s -> s == 409)).hasSize(7);
      assertThat(statuses.stream().filter(s -> s == 204)).hasSize(8);
      assertThat(statuses.stream().filter(s -> s == 200)).hasSize(16);
      JsonNode alice = root.get("users/" + id).json();
      assertThat(alice.get("state").stringValue()).isEqualTo("suspended");
      assertThat(alice.get("email").stringValue()).isEqualTo("a@b.org");
    }
  }

  @Test
  void withAFullDiskNothingIsChanged() throws Exception {
    Files.createSymbolicLink(folder.resolve("audit.jsonl"), Path.of("/dev/full"));
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"))) {
      root.call("POST", "users", "{\"name\":\"first\"}").is(503);
      ApiClient.Said said = root.call("POST", "users", "{\"name\":\"zoe\"}").is(503);
      assertThat(said.text("detail")).startsWith("nothing was changed");
      assertThat(said.field("Retry-After")).isNotEmpty();
      assertThat(items(root.get("users?limit=1000").is(200)))
          .noneMatch(user -> user.get("name").stringValue().equals("zoe"));
    }
  }

  /** The default lets an address present 300 unknown tokens in five minutes. */
  @Test
  void whatClientsOfAVerifierGuessIsNotCountedAgainstTheVerifier() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"));
        ApiClient unknown = new ApiClient(house.admin, "dw_pat_guess")) {
      for (int i = 0; i < 301; i++) {
        root.call("POST", "verifications", "{\"token\":\"dw_pat_guess" + i + "\"}").is(200);
      }
      unknown.get("users").is(401);
      for (int i = 0; i < 299; i++) {
        unknown.get("users").is(401);
      }
      unknown.get("users").is(429);
      root.call("POST", "verifications", "{\"token\":\"dw_pat_guess\"}").is(200);
    }
  }

  @Test
  @Tag("needs-postgresql")
  void withItsStoreGoneNobodyIsRefusedOrLetIn() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        StoreRelay relay = StoreRelay.to(database.address());
        House house =
            House.of(Files.createDirectory(folder.resolve("door")), Fixture.STORE_DOWN, relay);
        ApiClient root = new ApiClient(house.admin, house.token("T_root"))) {
      List<String> users = every(root, "users", 4);
      assertThat(users).hasSizeGreaterThan(8).doesNotHaveDuplicates();
      assertThat(every(root, "tokens", 4)).doesNotHaveDuplicates();
      assertThat(every(root, "sessions", 1)).doesNotHaveDuplicates();
      root.call("PATCH", "users/" + users.getFirst(), "{\"email\":\"a@b.org\"}").is(200);
      relay.cut();
      Thread.sleep(1100);
      root.get("users").is(503);
      root.call("POST", "users", "{\"name\":\"zoe\"}").is(503);
    }
  }

  /** As {@link Raw#ask}, where the lines hold a body too. */
  private static String raw(int port, String line, String... more) throws IOException {
    List<String> lines = new ArrayList<>(List.of(line, "Connection: close"));
    lines.addAll(List.of(more));
    try (Raw raw = new Raw(port)) {
      return raw.say(lines.toArray(String[]::new)).rest();
    }
  }

  /** Every operation which the code has a route for. */
  private static Set<String> routes(House house) {
    Set<String> routes = new TreeSet<>();
    Policy policy = house.server.settings().adminPolicy().orElseThrow();
    policy
        .routes()
        .forEach(route -> {
          if (route.behind() instanceof Behind.Own own
              && own.endpoint().isOfApi()
              && own.endpoint() != Endpoint.API_NOTHING) {
            own.intake().methods().stream()
                .filter(method -> !method.equals("HEAD"))
                .forEach(method -> routes.add(method + " " + route.place().pattern()));
          }
        });
    return routes;
  }

  private static List<JsonNode> items(ApiClient.Said said) {
    List<JsonNode> items = new ArrayList<>();
    said.json().get("items").forEach(items::add);
    return items;
  }

  /** The ids of all, page by page. */
  private static List<String> every(ApiClient client, String noun, int limit) throws Exception {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      ApiClient.Said page = client.get(noun + "?limit=" + limit + next).is(200);
      items(page).forEach(item -> ids.add(item.get("id").stringValue()));
      JsonNode more = page.json().get("next");
      next = more.isNull() ? "" : "&after=" + more.stringValue();
    } while (!next.isEmpty());
    return ids;
  }

  private static String idOf(ApiClient client, String name) throws Exception {
    return items(client.get("users?limit=1000").is(200)).stream()
        .filter(user -> user.get("name").stringValue().equals(name))
        .map(user -> user.get("id").stringValue())
        .findFirst()
        .orElseThrow();
  }
}
