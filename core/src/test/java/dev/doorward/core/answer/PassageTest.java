package dev.doorward.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Fixture;
import dev.doorward.core.Judge;
import dev.doorward.core.People;
import dev.doorward.core.Policy;
import dev.doorward.core.Requests;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassageTest {
  private final Policy policy = Fixture.plain();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Doorward-User",
        "X-Doorward-Anything",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "Forwarded",
        "X-Forwarded-User",
        "X-Forwarded-Email",
        "X-Forwarded-Groups",
        "X-Forwarded-Preferred-Username",
        "X-Forwarded-Access-Token",
        "X-Auth-Request-User",
        "X-Auth-Request-Email",
        "Remote-User",
        "Remote-Groups",
        "X-Remote-User",
        "X-WEBAUTH-USER",
        "X-authentik-username",
        "X-Forwarded-Client-Cert",
        "Client-Cert",
        "Client-Cert-Chain",
        "X-Real-IP",
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Original-URL",
        "X-Rewrite-URL",
        "Proxy-Authorization",
        "Proxy",
        "Content-Length",
        "Transfer-Encoding"
      })
  void c256_c222_noSpellingOfANameOfOursComesFromTheClient(String name) {
    for (String path : List.of("/me", "/public/x")) {
      for (String alias :
          List.of(
              name,
              name.toLowerCase(java.util.Locale.ROOT),
              name.toUpperCase(java.util.Locale.ROOT),
              name.replace('-', '_'),
              name.replace('-', '.'),
              name.replace('-', '~'),
              name.replaceFirst("-", "_").toLowerCase(java.util.Locale.ROOT))) {
        List<Header> out =
            Passage.towardsApp(
                verdict(Requests.get(path).bearer("T_ok")), List.of(new Header(alias, "forged")));

        assertThat(out).as("%s", alias).noneMatch(field -> field.value().equals("forged"));
      }
    }
  }

  @Test
  void c256_othersPassAndSoDoTokensOfOtherSystems() {
    Header token = new Header("X-Auth-Token", "t");
    Header key = new Header("X-API-Key", "k");

    assertThat(Passage.towardsApp(verdict(Requests.get("/me").bearer("T_ok")), List.of(token, key)))
        .startsWith(token, key);
  }

  @Test
  void c329_theCredentialThatProvedHerIsCutAndOtherCookiesStay() {
    List<Header> sent =
        List.of(
            new Header("authorization", "Bearer T_ok"),
            new Header("Cookie", "a=1; dw-8080=k; b=2; dw-8080-device=d"),
            new Header("cookie", "dw-8080-login=l; dw-8080-walk=w"));

    List<Header> out = Passage.towardsApp(verdict(Requests.get("/me").bearer("T_ok")), sent);

    assertThat(out).contains(new Header("Cookie", "a=1; b=2"));
    assertThat(out).noneMatch(f -> f.name().equals("authorization") || f.name().equals("cookie"));
  }

  @Test
  void c141_c147_c331_anAuthorizationThatWasNotJudgedPasses() {
    Header foreign = new Header("Authorization", "Digest x");
    Requests digest = Requests.get("/me").with("authorization", "Digest x");

    assertThat(Passage.towardsApp(verdict(digest.cookie("dw-8080=alice")), List.of(foreign)))
        .contains(foreign);
    Header bearer = new Header("Authorization", "Bearer T_exp");
    assertThat(
            Passage.towardsApp(verdict(Requests.get("/public/x").bearer("T_exp")), List.of(bearer)))
        .contains(bearer);
  }

  @Test
  void theAppIsToldWhoCallsAndWhence() {
    List<Header> out =
        Passage.towardsApp(
            verdict(Requests.get("/me").bearer("T_reports")),
            List.of(new Header("Host", "127.0.0.1:8080")));

    assertThat(out)
        .containsExactly(
            new Header("Host", "127.0.0.1:8080"),
            new Header("X-Forwarded-For", "127.1.0.1"),
            new Header("X-Forwarded-Proto", "http"),
            new Header("X-Forwarded-Host", "127.0.0.1:8080"),
            new Header("X-Doorward-Request-Id", Requests.ID.toString()),
            new Header("X-Doorward-User", "alice"),
            new Header("X-Doorward-Roles", "user"),
            new Header("X-Doorward-Scopes", "reports:read"));
  }

  @Test
  void c143_aStrangerHasNoIdentityFieldsAtAll() {
    assertThat(Passage.identity(verdict(Requests.get("/open")))).isEmpty();
    assertThat(Passage.identity(verdict(Requests.get("/open").cookie("dw-8080=sue")))).isEmpty();
    assertThat(Passage.identity(verdict(Requests.get("/admin").bearer("T_ok")))).isEmpty();
    assertThat(Passage.identity(verdict(Requests.get("/me").bearer("T_client"))))
        .contains(new Header("X-Doorward-User", "cli_1"));
  }

  @Test
  void c344_inAbsoluteFormTheAppGetsTheHostOfTheTarget() {
    Requests absolute = Requests.get("http://127.0.0.1:8080/public/x").host("evil.test");

    assertThat(Passage.towardsApp(verdict(absolute), List.of(new Header("host", "evil.test"))))
        .contains(new Header("host", "127.0.0.1:8080"));
    assertThat(Passage.towardsApp(verdict(Requests.get("/public/x").host("")), List.of()))
        .contains(new Header("Host", "127.0.0.1:8080"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dw-8080=evil; Path=/            | true",
        "dw-8080-device=evil             | true",
        "dw-8080-login=evil              | true",
        "dw-8080-walk=evil               | true",
        "' dw-8080 =evil'                | true",
        "=dw-8080=evil                   | true",
        "dw-8080x=fine                   | false",
        "DW-8080=fine                    | false",
        "a=dw-8080=fine                  | false",
        "a=1                             | false",
      })
  void c328_anAppSetsNoCookieOfOurs(String setCookie, boolean dropped) {
    Header field = new Header("Set-Cookie", setCookie);
    List<Header> out =
        Passage.towardsClient(verdict(Requests.get("/me").bearer("T_ok")), List.of(field));

    assertThat(out.contains(field)).isNotEqualTo(dropped);
    assertThat(
            Passage.towardsClient(verdict(Requests.get("/public/x")), List.of(field))
                .contains(field))
        .isNotEqualTo(dropped);
  }

  @Test
  void c254_c353_aProtectedAnswerIsGuardedAndAPublicOneIsNot() {
    List<Header> said =
        List.of(
            new Header("Cache-Control", "public, max-age=60"),
            new Header("CDN-Cache-Control", "max-age=60"),
            new Header("Surrogate-Control", "max-age=60"),
            new Header("X-CDN-Cache-Control", "max-age=60"));

    List<Header> guarded = Passage.towardsClient(verdict(Requests.get("/me").bearer("T_ok")), said);
    assertThat(guarded)
        .containsExactly(
            new Header("Cache-Control", "private, max-age=60"),
            new Header("Vary", "Authorization, Cookie, Origin"),
            new Header("X-Request-Id", Requests.ID.toString()));
    assertThat(Passage.towardsClient(verdict(Requests.get("/public/x")), said))
        .startsWith(said.toArray(Header[]::new));
  }

  @Test
  void c150_anOptionalAnswerIsGuardedOnceSomebodyIsKnown() {
    assertThat(Passage.towardsClient(verdict(Requests.get("/open")), List.of()))
        .doesNotContain(new Header("Cache-Control", "private"))
        .contains(new Header("Vary", "Authorization, Cookie, Origin"));
    assertThat(Passage.towardsClient(verdict(Requests.get("/open").bearer("T_ok")), List.of()))
        .contains(new Header("Cache-Control", "private"));
  }

  @Test
  void c146_onlyANavigationsAnswerForgetsAStaleCookie() {
    Requests stale = Requests.get("/open").cookie("dw-8080=dead");
    Header cleared =
        new Header("Set-Cookie", "dw-8080=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");

    assertThat(Passage.towardsClient(verdict(stale), List.of())).doesNotContain(cleared);
    assertThat(Passage.towardsClient(verdict(stale.with("sec-fetch-mode", "navigate")), List.of()))
        .contains(cleared);
  }

  @Test
  void c192_whereWeOwnCorsTheAppsFieldsAreRemoved() {
    List<Header> said =
        new ArrayList<>(
            List.of(
                new Header("Access-Control-Allow-Origin", "*"),
                new Header("access-control-allow-credentials", "true"),
                new Header("X-Request-Id", "theirs")));
    Requests spa = Requests.get("/me").bearer("T_ok").with("origin", "https://spa.test");
    Requests other = Requests.get("/me").bearer("T_ok").with("origin", "https://other.test");

    assertThat(Passage.towardsClient(verdict(spa), said))
        .contains(new Header("Access-Control-Allow-Origin", "https://spa.test"))
        .doesNotContainAnyElementsOf(said.subList(0, 1));
    assertThat(Passage.towardsClient(verdict(other), said))
        .noneMatch(field -> field.name().toLowerCase(java.util.Locale.ROOT).startsWith("access-"));
    Requests own = Requests.get("/own-cors").bearer("T_ok").with("origin", "https://spa.test");
    assertThat(Passage.towardsClient(verdict(own), said)).contains(said.getFirst());
  }

  private Verdict verdict(Requests request) {
    return Judge.judge(policy, request.facts(), new People());
  }
}
