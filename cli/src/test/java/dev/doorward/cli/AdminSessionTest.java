package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.Browser.Page;
import dev.doorward.cli.audit.Entry;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.identity.people.User;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin listener as a site of its own: people sign in at the origin and come back (G19). */
class AdminSessionTest {
  private static final String USERS = "/api/v1/users";

  @TempDir Path folder;
  private House house;
  private final Browser browser = new Browser();

  @BeforeEach
  void open() throws Exception {
    house = House.of(folder, Fixture.DEFAULT);
  }

  @AfterEach
  void close() {
    browser.close();
    house.close();
  }

  @Test
  void aPersonIsLedToSignInAndBackAndMayThenUseTheApi() throws Exception {
    Page led = browser.go(admin(USERS)).is(303);
    String walk = cookie(house.admin) + "-walk";
    assertThat(led.field("Location"))
        .startsWith(house.url + "/.doorward/login?return_to=" + encoded(admin(USERS)) + "&walk=");
    assertThat(led.field("Set-Cookie"))
        .startsWith(walk + "=")
        .contains("; Max-Age=600; Path=/; HttpOnly; SameSite=Lax");
    assertThat(browser.go(led.next()).is(200).body()).contains("127.0.0.1:" + port(house.admin));

    Page arrives = signIn("root", led.next());
    assertThat(arrives.field("Location"))
        .startsWith(admin("/.doorward/arrive?ticket=").toString())
        .endsWith("&state=" + query(led.next(), "walk"));
    Page arrived = browser.go(arrives.next()).is(303);
    assertThat(arrived.field("Location")).isEqualTo(USERS);
    assertThat(arrived.field("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(browser.cookies).containsKey(cookie(house.admin)).doesNotContainKey(walk);
    assertThat(browser.cookies.get(cookie(house.admin)))
        .isNotEqualTo(browser.cookies.get(cookie(house.url)));

    assertThat(browser.go(arrived.next()).is(200).body()).contains("\"name\":\"alice\"");
    browser.script("GET", admin(USERS), "").is(200);
    String made =
        browser.script("POST", admin(USERS), "{\"name\":\"zoe\"}").is(201).field("Location");
    browser.script("DELETE", admin(made), "").is(204);
    assertThat(events("rights-changed"))
        .isNotEmpty()
        .allMatch(e -> e.text("actor").equals(Optional.of("root")));
  }

  @Test
  void whoIsSignedInAlreadyIsLedThroughAndBackToWhereHeWas() throws Exception {
    signIn("root", at(house.url, "/.doorward/login"));
    Page led = browser.go(admin("/.doorward/login?return_to=%2Fapi%2Fv1%2Fkeys%3Flimit%3D1"));
    Page arrives = browser.go(led.is(303).next()).is(303);
    assertThat(browser.go(arrives.next()).is(303).field("Location"))
        .isEqualTo("/api/v1/keys?limit=1");
    browser.go(admin("/api/v1/keys?limit=1")).is(200);
  }

  @Test
  void aScriptIsToldTheWaysInAndNeverSentAway() throws Exception {
    Page told = browser.script("GET", admin(USERS), "").is(401);
    assertThat(told.field("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"doorward\"\nSession login_uri=\""
                + house.url
                + "/.doorward/login\", realm=\"doorward\"");
    assertThat(told.body())
        .contains(":authentication_required\"", "\"login_uri\":\"" + house.url + "/.doorward/");
    assertThat(told.field("Set-Cookie")).isEmpty();
    // C362: a form is not lost without a word.
    Page form = browser.form(admin(USERS), Map.of("name", "zoe"));
    assertThat(form.status()).isEqualTo(415);
    Page posted =
        browser.send(
            "POST",
            admin("/api/v1/keys/rotate"),
            "",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Dest: document",
            "Sec-Fetch-Site: same-origin");
    assertThat(posted.is(401).body()).contains(house.url + "/.doorward/login?return_to=");
  }

  @Test
  void whoMayNotUseTheApiIsToldSoByName() throws Exception {
    arrive("alice");
    Page refused = browser.go(admin(USERS)).is(403);
    assertThat(refused.field("WWW-Authenticate")).isEmpty();
    assertThat(refused.body())
        .contains(
            "alice",
            "/.doorward/logout",
            house.url + "/.doorward/login?prompt=login&amp;return_to=" + encoded(admin(USERS)));
    assertThat(browser.script("POST", admin("/api/v1/keys/rotate"), "").is(403).body())
        .contains(":forbidden\"");
    List<Entry> lines = events("refused");
    assertThat(lines.getFirst().text("face")).contains("admin");
    assertThat(lines.getFirst().text("session")).isPresent();
    assertThat(lines.getFirst().why())
        .contains("credential   session", "requirement  permission doorward:admin: missing");
  }

  @Test
  void explainTellsOfTheListenerByItsName() throws Exception {
    String file = folder.resolve("doorward.yaml").toString();
    String url = admin(USERS).toString();
    assertThat(Cli.doorward("", "explain", "GET", url, "--as", "alice", "-c", file).out())
        .contains(
            "route        doorward /api/v1/users\n",
            "credential   session\n",
            "requirement  permission doorward:admin: missing\n",
            "role grant alice admin");
    assertThat(Cli.doorward("", "explain", "GET", url, "--as", "root", "-c", file).out())
        .contains("answer       Doorward's own: api_users\n");
    assertThat(Cli.doorward("", "explain", "GET", USERS, "--as", "root", "-c", file).out())
        .as("the same path of the door")
        .doesNotContain("api_users");
  }

  @Test
  void c131_whatAnotherSiteSendsInSomebodysNameIsRefused() throws Exception {
    arrive("root");
    URI rotate = admin("/api/v1/keys/rotate");
    String keys = house.server.services().house().keys().jwks();
    for (String site : List.of("cross-site", "same-site")) {
      Page forged = browser.script("POST", rotate, "", site).is(403);
      assertThat(forged.body()).contains(":csrf_failed\"");
      assertThat(forged.field("WWW-Authenticate")).isEmpty();
      assertThat(browser.script("POST", admin("/.doorward/logout"), "", site).is(403).body())
          .contains(":csrf_failed\"");
    }
    // The door's own pages are another site's.
    browser.send("POST", rotate, "", "Origin: " + house.url).is(403);
    browser.send("POST", rotate, "", "Referer: https://evil.test/").is(403);
    assertThat(house.server.services().house().keys().jwks()).isEqualTo(keys);
    // C136: a token is not ambient.
    browser
        .send(
            "POST",
            rotate,
            "",
            "Authorization: Bearer " + house.token("T_root"),
            "Sec-Fetch-Site: cross-site")
        .is(200);
    browser.send("POST", rotate, "", "Origin: " + house.admin).is(200);
    browser.send("POST", rotate, "").is(200);
  }

  @Test
  void c356_aTicketIsGoodOnceForThatListenerAndThatBrowser() throws Exception {
    Page led = browser.go(admin(USERS));
    URI arrive = signIn("root", led.next()).next();
    try (Browser other = new Browser()) {
      assertThat(other.go(arrive).is(400).body()).contains("This way in has closed");
      assertThat(other.cookies).isEmpty();
    }
    // It was spent there, whatever came of it.
    assertThat(browser.go(arrive).is(400).field("Set-Cookie")).isEmpty();
    assertThat(browser.cookies).doesNotContainKey(cookie(house.admin));

    URI again = browser.go(browser.go(admin(USERS)).next()).is(303).next();
    assertThat(
            Raw.ask(
                port(house.admin),
                "GET " + again.getRawPath() + "?" + again.getRawQuery() + " HTTP/1.1",
                "Host: localhost:" + port(house.admin),
                "Cookie: " + walkCookie()))
        .as("by another name")
        .startsWith("HTTP/1.1 400 ");
    browser.go(again).is(400);
    URI good = browser.go(browser.go(admin(USERS)).next()).is(303).next();
    browser.go(at(house.url, good.getRawPath() + "?" + good.getRawQuery())).is(404);
    browser.go(good).is(303);
  }

  @Test
  void c356_aTicketForASiteIsNoneHere() throws Exception {
    Files.writeString(
        folder.resolve("doorward.yaml"),
        "\nsites: [ { host: grafana.localhost, routes: [ { path: /**, access: signed-in } ] } ]\n",
        StandardOpenOption.APPEND);
    assertThat(house.server.reload()).isTrue();
    Page led = browser.go(admin(USERS));
    String site = "http://grafana.localhost:" + port(house.url);
    String forSite =
        led.next().toString().replace(encoded(admin(USERS)), encoded(URI.create(site + "/d/1")));
    URI arrive = signIn("root", URI.create(forSite)).next();
    assertThat(arrive.toString()).startsWith(site + "/.doorward/arrive?ticket=");
    browser.go(URI.create(arrive.toString().replace(site, house.admin.toString()))).is(400);
    assertThat(browser.cookies).doesNotContainKey(cookie(house.admin));
  }

  @Test
  void c358_aKeyIsGoodOnItsOwnListenerAlone() throws Exception {
    arrive("root");
    String here = browser.cookies.get(cookie(house.admin));
    String there = browser.cookies.get(cookie(house.url));
    browser.cookies.put(cookie(house.admin), there);
    browser.cookies.put(cookie(house.url), here);
    browser.script("GET", admin(USERS), "").is(401);
    browser.script("GET", at(house.url, "/me"), "").is(401);
  }

  @Test
  void c357_signOutOnEitherEndsTheSessionOnBothWithTheNextRequest() throws Exception {
    arrive("root");
    browser.script("GET", at(house.url, "/me"), "").is(200);
    assertThat(browser.go(admin("/.doorward/logout")).is(200).body()).contains("root");
    Page out = browser.form(admin("/.doorward/logout"), Map.of());
    assertThat(out.is(303).field("Location")).isEqualTo("/");
    assertThat(out.field("Set-Cookie")).startsWith(cookie(house.admin) + "=; Max-Age=0;");
    browser.script("GET", at(house.url, "/me"), "").is(401);
    assertThat(events("sign-out").getLast().text("face")).contains("admin");

    arrive("root");
    browser.script("GET", admin(USERS), "").is(200);
    browser.form(at(house.url, "/.doorward/logout"), Map.of()).is(303);
    browser.script("GET", admin(USERS), "").is(401);
    // C123: the cookie which is of no use is cleared on the way to sign in.
    assertThat(browser.go(admin(USERS)).is(303).field("Set-Cookie"))
        .contains(cookie(house.admin) + "=; Max-Age=0;");
  }

  @Test
  void revocationSuspensionAndALostRoleBiteOnTheVeryNextRequest() throws Exception {
    try (ApiClient api = new ApiClient(house.admin, house.token("T_root"))) {
      arrive("root");
      String id = session("root");
      api.call("DELETE", "sessions/" + id, null).is(204);
      browser.script("GET", admin(USERS), "").is(401);

      arrive("root");
      String root = user("root");
      // By the session itself: what is taken away is gone for itself too.
      browser.script("PATCH", admin(USERS + "/" + root), "{\"state\":\"suspended\"}").is(200);
      assertThat(browser.script("GET", admin(USERS), "").is(403).body())
          .contains(":account_suspended\"");
      house.server.services().house().users().setState(root, User.State.ACTIVE);
      browser.script("GET", admin(USERS), "").is(200);
      browser.script("DELETE", admin(USERS + "/" + root + "/roles/admin"), "").is(204);
      assertThat(browser.script("GET", admin(USERS), "").is(403).body()).contains(":forbidden\"");
    }
  }

  @Test
  void whoHoldsBackWhatHeAskedForIsNotObeyedOnceHisRoleIsGone() throws Exception {
    arrive("root");
    String root = user("root");
    try (Raw held = new Raw(port(house.admin))) {
      held.say(
          "PUT " + USERS + "/" + root + "/roles/admin HTTP/1.1",
          "Host: 127.0.0.1:" + port(house.admin),
          "Cookie: " + cookie(house.admin) + "=" + browser.cookies.get(cookie(house.admin)),
          "Content-Type: application/json",
          "Expect: 100-continue",
          "Connection: close",
          "Content-Length: 2");
      // Its judgement is over: it is asked to go on.
      assertThat(held.head()).startsWith("HTTP/1.1 100 ");
      browser.script("DELETE", admin(USERS + "/" + root + "/roles/admin"), "").is(204);
      held.socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
      assertThat(held.rest()).startsWith("HTTP/1.1 403 ").contains(":forbidden\"");
    }
    browser.script("GET", admin(USERS), "").is(403);
  }

  /** Browsers send cookies to every port of a host, and take them from every one. */
  @Test
  void c329_theApplicationBehindTheDoorNeverSeesTheListenersKey() throws Exception {
    arrive("root");
    String here = browser.cookies.get(cookie(house.admin));
    String told = browser.script("GET", at(house.url, "/me"), "").is(200).body();
    assertThat(told).contains("root").doesNotContain(here, cookie(house.admin));
  }

  @Test
  void c128_thePathOfAnAddressNeverNamesAnotherHost() throws Exception {
    signIn("root", at(house.url, "/.doorward/login"));
    String to = encoded(URI.create(house.admin + "//evil.example/x"));
    Page led = browser.go(admin("/.doorward/login?return_to=" + to)).is(303);
    Page arrives = browser.go(led.next()).is(303);
    assertThat(browser.go(arrives.next()).is(303).field("Location")).isEqualTo("/");
  }

  @Test
  void c217_onlyItsOwnNamesAreAnswered() throws Exception {
    arrive("root");
    int port = port(house.admin);
    String key = "Cookie: " + cookie(house.admin) + "=" + browser.cookies.get(cookie(house.admin));
    for (String path : List.of(USERS, "/.doorward/logout", "/", "/metrics")) {
      for (String host : List.of("rebound.example:" + port, "127.0.0.1:" + port(house.url))) {
        assertThat(Raw.ask(port, "GET " + path + " HTTP/1.1", "Host: " + host, key))
            .as("%s of %s", path, host)
            .startsWith("HTTP/1.1 421 ")
            .doesNotContain("Set-Cookie", "WWW-Authenticate");
      }
    }
    assertThat(Raw.ask(port, "GET " + USERS + " HTTP/1.1", "Host: 127.0.0.1:" + port, key))
        .startsWith("HTTP/1.1 200 ");
    assertThat(Raw.ask(port, "GET /.doorward/health HTTP/1.1", "Host: balancer.example"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("ok\n");
  }

  /** Nobody is led back to another name of loopback (C128), so that no walk begins there. */
  @Test
  void whoComesByAnotherNameOfLoopbackIsLedToTheListenersOwn() throws Exception {
    int port = port(house.admin);
    for (String name : List.of("localhost", "[::1]")) {
      for (String path : List.of(USERS, "/.doorward/login?return_to=%2Fapi%2Fv1%2Fusers")) {
        assertThat(
                Raw.ask(
                    port,
                    "GET " + path + " HTTP/1.1",
                    "Host: " + name + ":" + port,
                    "Sec-Fetch-Mode: navigate",
                    "Sec-Fetch-Dest: document"))
            .startsWith("HTTP/1.1 303 ")
            .contains(
                "Location: "
                    + house.url
                    + "/.doorward/login?return_to="
                    + encoded(admin(USERS))
                    + "\r\n")
            .doesNotContain("Set-Cookie");
      }
    }
    // There the walk begins, and needs no second sign-in.
    URI login = at(house.url, "/.doorward/login?return_to=" + encoded(admin(USERS)));
    Page back = signIn("root", login);
    assertThat(back.field("Location")).isEqualTo(admin(USERS).toString());
    Page arrives = browser.go(browser.go(back.next()).is(303).next()).is(303);
    browser.go(browser.go(arrives.next()).is(303).next()).is(200);
  }

  @Test
  void whatEverySiteHasIsThereAndSignInItselfIsNot() throws Exception {
    assertThat(browser.go(admin("/.doorward/account")).is(303).field("Location"))
        .isEqualTo(house.url + "/.doorward/account");
    String page = browser.go(admin("/nothing")).is(404).body();
    int begin = page.indexOf("/.doorward/assets/");
    browser.go(admin(page.substring(begin, page.indexOf('"', begin)))).is(200);
    browser.go(admin("/.doorward/health/")).is(200);
    browser.go(admin("/.doorward/nothing")).is(404);
    Page posted =
        browser.form(
            admin("/.doorward/login"),
            Map.of("username", "root", "password", house.password("root")));
    assertThat(posted.status()).isEqualTo(405);
    assertThat(browser.cookies).doesNotContainKey(cookie(house.admin));
  }

  /** A whole walk; afterwards the browser holds a key to the admin listener. */
  private void arrive(String name) throws Exception {
    Page led = browser.go(admin("/.doorward/login?return_to=%2Fapi%2Fv1%2Fusers")).is(303);
    browser.go(signIn(name, led.next()).next()).is(303);
    assertThat(browser.cookies).containsKey(cookie(house.admin));
  }

  /** Sends the form of a sign-in page. */
  private Page signIn(String name, URI page) throws Exception {
    return browser
        .form(
            at(house.url, "/.doorward/login"),
            Map.of(
                "username",
                name,
                "password",
                house.password(name),
                "return_to",
                query(page, "return_to"),
                "walk",
                query(page, "walk")))
        .is(303);
  }

  private String walkCookie() {
    String name = cookie(house.admin) + "-walk";
    return name + "=" + browser.cookies.get(name);
  }

  private String user(String name) {
    return house.server.services().house().users().byName(name).orElseThrow().id();
  }

  /** The session of his which was used last. */
  private String session(String name) {
    return house.server.services().house().sessions().list(Optional.of(user(name))).getFirst().id();
  }

  private List<Entry> events(String kind) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      List<Entry> found = found(kind);
      if (!found.isEmpty()) {
        return found;
      }
      Thread.sleep(10);
    }
    return List.of();
  }

  private List<Entry> found(String kind) throws IOException {
    return AuditTest.entries(folder.resolve("audit.jsonl")).stream()
        .filter(e -> e.text("event").equals(Optional.of(kind)))
        .toList();
  }

  private URI admin(String path) {
    return at(house.admin, path);
  }

  private static URI at(URI origin, String path) {
    return URI.create(origin + path);
  }

  private static int port(URI origin) {
    return origin.getPort();
  }

  private static String cookie(URI origin) {
    return "dw-" + origin.getPort();
  }

  private static String encoded(URI url) {
    return URLEncoder.encode(url.toString(), StandardCharsets.UTF_8);
  }

  /** A parameter, or nothing. */
  private static String query(URI url, String name) {
    String query = url.getQuery() == null ? "" : url.getQuery();
    for (String pair : query.split("&")) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }
}
