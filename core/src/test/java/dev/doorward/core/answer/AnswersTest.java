package dev.doorward.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Fixture;
import dev.doorward.core.Judge;
import dev.doorward.core.People;
import dev.doorward.core.Policy;
import dev.doorward.core.Requests;
import dev.doorward.core.Seeds;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Trail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
  private static final String LOGIN = "/.doorward/login?";
  private final Policy policy = Fixture.plain();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C005 | /me                | return_to=%2Fme",
        "C005 | /me/a b?x=1&y=%2f  | ",
        "C005 | /me?x=1&y=%2f      | return_to=%2Fme%3Fx%3D1%26y%3D%252f",
        "C109 | /pay               | step_up=urn:dw:mfa&return_to=%2Fpay",
      })
  void aPersonIsLedToTheSignInPageAndBack(String row, String target, String query) {
    Requests request = nav(Requests.get(target));
    Requests sent = row.strip().equals("C109") ? request.cookie("dw-8080=alice") : request;

    assertThat(field(say(sent), "Location"))
        .isEqualTo(query == null ? Optional.empty() : Optional.of(LOGIN + query));
  }

  @Test
  void c012_htmxIsLedFromItsOwnPage() {
    Requests fragment =
        Requests.get("/me").with("sec-fetch-mode", "cors").with("hx-request", "true");
    Requests here = fragment.with("hx-current-url", "http://127.0.0.1:8080/list?page=2#top");

    assertThat(field(say(here), "HX-Redirect")).contains(LOGIN + "return_to=%2Flist%3Fpage%3D2");
    for (String url : List.of("https://evil.test/x", "http://127.0.0.1:8080.evil.test/", "", "%")) {
      assertThat(field(say(fragment.with("hx-current-url", url)), "HX-Redirect"))
          .contains(LOGIN + "return_to=%2F");
    }
    assertThat(field(say(fragment), "HX-Redirect")).contains(LOGIN + "return_to=%2F");
    assertThat(field(say(fragment.with("hx-current-url", "http://127.0.0.1:8080")), "HX-Redirect"))
        .contains(LOGIN + "return_to=%2F");
  }

  @Test
  void c129_aLostFormsPageLinksToTheFormAndNowhereElse() {
    Requests form = nav(Requests.of("POST", "/orders/7"));

    assertThat(link(form.with("referer", "http://127.0.0.1:8080/form")))
        .isEqualTo(new Body.Link(LOGIN + "return_to=%2Fform", "_blank", true));
    assertThat(link(form.with("referer", "https://evil.test/form")).href())
        .isEqualTo(LOGIN + "return_to=%2F");
    assertThat(link(form).href()).isEqualTo(LOGIN + "return_to=%2F");
    assertThat(link(form.with("referer", "http://127.0.0.1:8080/%zz")).href())
        .isEqualTo(LOGIN + "return_to=%2F");
  }

  @Test
  void c010_aFramesLinkLeadsOutOfIt() {
    Requests frame =
        Requests.get("/me").with("sec-fetch-mode", "navigate").with("sec-fetch-dest", "iframe");

    assertThat(link(frame)).isEqualTo(new Body.Link(LOGIN + "return_to=%2Fme", "_top", false));
  }

  @Test
  void c096_c363_aRefusedPersonReadsWhoHeIsAndHowToBeAnother() {
    Body.Page page = page(nav(Requests.get("/admin")).cookie("dw-8080=alice"));

    assertThat(page.caller()).contains("alice");
    assertThat(page.signIn()).isEmpty();
    assertThat(page.switchAccount()).contains(LOGIN + "prompt=login&return_to=%2Fadmin");
    assertThat(page.signOut()).contains("/.doorward/logout");
    Body.Page denied = page(nav(Requests.get("/admin")).from("127.0.0.2"));
    assertThat(denied)
        .isEqualTo(
            new Body.Page(
                denied.problem(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void c121_aDutyLeadsToWhereItIsDone() {
    Requests mo = Requests.get("/me").cookie("dw-8080=mo");

    assertThat(field(say(nav(mo)), "Location")).contains("/.doorward/account#password");
    assertThat(json(mo)).contains("\"action\":\"/.doorward/account#password\"");
  }

  @Test
  void c122_c123_onlyANavigationIsToldToForgetItsCookie() {
    Requests dead = Requests.get("/me").cookie("dw-8080=dead");

    assertThat(field(say(dead), "Set-Cookie")).isEmpty();
    assertThat(field(say(nav(dead)), "Set-Cookie"))
        .contains("dw-8080=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
    assertThat(SetCookies.cleared(Fixture.tls().sites().getFirst(), "").value())
        .isEqualTo("__Host-dw=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void c247_c263_theDocumentRepeatsWhatTheChallengeSays() {
    assertThat(json(Requests.get("/me")))
        .isEqualTo(
            "{\"type\":\"urn:doorward:problem:authentication_required\",\"title\":\"Authentication"
                + " required\",\"status\":401,\"instance\":\"urn:uuid:"
                + Requests.ID
                + "\",\"login_uri\":\"http://127.0.0.1:8080/.doorward/login\"}");
    assertThat(json(Requests.get("/reports").bearer("T_ok")))
        .contains("\"error\":\"insufficient_scope\",\"scope\":\"reports:read\"");
    assertThat(json(Requests.of("POST", "/transfer").bearer("T_stale")))
        .contains("\"error\":\"insufficient_user_authentication\"")
        .contains("\"acr_values\":\"urn:dw:mfa\",\"max_age\":300")
        .contains("\"scope\":\"payments:write\"");
    assertThat(json(Requests.get("/me").bearer("T_sig"))).contains("\"error\":\"invalid_token\"");
    assertThat(json(Requests.get("/me").bearer("a b"))).contains("\"error\":\"invalid_request\"");
  }

  @Test
  void c055_theDocumentNamesTheFieldAndNotItsValue() {
    Trail trail = policy.trail(Requests.get("/me").facts());
    Answer.Say say =
        policy.answers().say(trail.ends(new Decision.Repair(new Reason.HeaderTooLarge("cookie"))));

    assertThat(say.status()).isEqualTo(431);
    assertThat(((Body.Json) say.body()).problem().json()).contains("\"field\":\"cookie\"");
  }

  @Test
  void c184_aPreflightIsGrantedWithTheNamesAskedFor() {
    Answer.Say say =
        say(
            Requests.of("OPTIONS", "/me")
                .with("origin", "https://spa.test")
                .with("access-control-request-method", "GET")
                .with("access-control-request-headers", "Authorization, X-Custom,b\u00e4d, ,"));

    assertThat(say.fields())
        .containsExactly(
            new Header("Access-Control-Allow-Origin", "https://spa.test"),
            new Header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"),
            new Header("Access-Control-Allow-Headers", "authorization, x-custom"),
            new Header("Access-Control-Allow-Credentials", "true"),
            new Header("Access-Control-Max-Age", "600"),
            new Header("Cache-Control", "no-store"),
            new Header(
                "Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
            new Header("X-Request-Id", Requests.ID.toString()));
  }

  @Test
  void c187_c191_refusalsCarryTheCorsFieldsButNotToADeniedAddress() {
    Requests spa = Requests.get("/me").with("origin", "https://spa.test");

    assertThat(field(say(spa), "Access-Control-Allow-Origin")).contains("https://spa.test");
    assertThat(field(say(spa), "Access-Control-Expose-Headers"))
        .contains("WWW-Authenticate, Retry-After, DPoP-Nonce, X-Request-Id");
    assertThat(field(say(spa), "Vary").orElse("")).endsWith(", Origin");
    assertThat(field(say(spa.from("127.0.0.2")), "Access-Control-Allow-Origin")).isEmpty();
    assertThat(
            field(
                say(Requests.get("/me").with("origin", "https://other.test")),
                "Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void c262_anOutageIsSpreadAndAQuotaIsNeverTooShort() {
    Requests down = Requests.get("/me").bearer("T_down");

    assertThat(Integer.parseInt(field(say(down), "Retry-After").orElseThrow())).isBetween(5, 10);
    assertThat(field(say(Requests.get("/me").bearer("T_busy")), "Retry-After")).contains("77");
  }

  @Test
  void c354_fromASiteAPersonWalksWithACookieThatTiesHimToHisBrowser() {
    Policy tls = Fixture.tls();
    Requests site =
        nav(Requests.get("/d/1").host("grafana.test").over(8443, false, true, "grafana.test"));
    Answer.Say say = tls.answers().say(Judge.judge(tls, site.facts(), new People()));
    String cookie = field(say, "Set-Cookie").orElseThrow();

    assertThat(cookie)
        .matches(
            "__Host-dw-walk=[A-Za-z0-9_-]{43}; Max-Age=600; Path=/; Secure; HttpOnly;"
                + " SameSite=Lax");
    assertThat(field(say, "Location").orElseThrow())
        .matches(
            "https://app\\.test/\\.doorward/login\\?return_to=https%3A%2F%2Fgrafana\\.test%2Fd%2F1"
                + "&walk=[A-Za-z0-9_-]{43}")
        .doesNotContain(cookie.substring(15, 58));
    Requests again = site.cookie(cookie.substring(0, cookie.indexOf(';')));
    Answer.Say second = tls.answers().say(Judge.judge(tls, again.facts(), new People()));
    assertThat(field(second, "Set-Cookie")).isEmpty();
    assertThat(field(second, "Location")).isEqualTo(field(say, "Location"));
  }

  @Test
  void everyTextIsAJsonStringAndReadsBack() {
    Random random = Seeds.random("problem JSON");
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0xd800));
      }
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("field", text.toString());
      members.put("max_age", 300L);
      String json = new Problem(ProblemType.FORBIDDEN, 403, new UUID(0, 1), members).json();

      int from = json.indexOf("\"field\":\"") + 9;
      int to = json.indexOf("\",\"max_age\":300}");
      assertThat(unescaped(json.substring(from, to))).isEqualTo(text.toString());
    }
  }

  @Test
  void linksEscapeAllButUnreservedCharacters() {
    assertThat(Links.encoded("aZ09-._~")).isEqualTo("aZ09-._~");
    assertThat(Links.encoded("/a b&c=d+e#f%\u00e9\u20ac\"'<"))
        .isEqualTo("%2Fa%20b%26c%3Dd%2Be%23f%25%C3%A9%E2%82%AC%22%27%3C");
    Random random = Seeds.random("link encoding");
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0xd800));
      }
      String encoded = Links.encoded(text.toString());
      assertThat(encoded).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
      assertThat(java.net.URLDecoder.decode(encoded, java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(text.toString());
    }
  }

  @Test
  void c244_whatBrokeBehindTheDoorHasItsOwnWords() {
    Trail trail = policy.trail(Requests.get("/me").facts());
    for (Failure failure : Failure.values()) {
      Answer.Say say = policy.answers().failure(trail, failure);

      assertThat(say.status()).isEqualTo(failure.status());
      assertThat(field(say, "WWW-Authenticate")).isEmpty();
      assertThat(field(say, "Cache-Control")).contains("no-store");
      assertThat(((Body.Json) say.body()).problem().type()).isEqualTo(failure.type());
    }
    assertThat(policy.answers().ownFields(trail)).contains(new Header("Cache-Control", "no-store"));
  }

  private Answer.Say say(Requests request) {
    return policy.answers().say(Judge.judge(policy, request.facts(), new People()));
  }

  private String json(Requests request) {
    return ((Body.Json) say(request).body()).problem().json();
  }

  private Body.Page page(Requests request) {
    return (Body.Page) say(request).body();
  }

  private Body.Link link(Requests request) {
    return page(request).signIn().orElseThrow();
  }

  private static Requests nav(Requests request) {
    return request.with("sec-fetch-mode", "navigate").with("sec-fetch-dest", "document");
  }

  private static Optional<String> field(Answer.Say say, String name) {
    return say.fields().stream()
        .filter(field -> field.name().equals(name))
        .map(Header::value)
        .findFirst();
  }

  private static String unescaped(String json) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      assertThat(c).isGreaterThanOrEqualTo(' ').isNotEqualTo('"');
      if (c != '\\') {
        out.append(c);
      } else if (json.charAt(i + 1) == 'u') {
        out.append((char) Integer.parseInt(json.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        out.append(json.charAt(++i));
      }
    }
    return out.toString();
  }
}
