package dev.doorward.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.answer.Answer;
import dev.doorward.core.answer.Answers;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.ApiRoutes;
import dev.doorward.core.route.Cors;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.OwnRoutes;
import dev.doorward.core.route.Realm;
import dev.doorward.core.route.RouteIndex;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.core.where.TrustedProxies;
import dev.doorward.core.who.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener on loopback whose people sign in elsewhere, as the admin listener's do. */
class AdminListenerTest {
  private static final Origin DOOR = new Origin("https", "app.test");
  private static final Origin ADMIN = new Origin("http", "127.0.0.1:8080");
  private static final String LOGIN = "https://app.test/.doorward/login?return_to=";

  private final Policy policy = policy();

  @Test
  void c354_whoComesByItsNameWalks() {
    Requests page = nav("GET", "/api/v1/users?limit=1");
    assertThat(field(page, "Location").orElse(""))
        .startsWith(LOGIN + "http%3A%2F%2F127.0.0.1%3A8080%2Fapi%2Fv1%2Fusers%3Flimit%3D1&walk=");
    assertThat(field(page, "Set-Cookie").orElse("")).startsWith("dw-8080-walk=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "[::1]:8080"})
  void c128_whoComesByAnotherNameOfLoopbackIsLedBackToItsOwn(String host) {
    Requests page = nav("GET", "/api/v1/users").host(host);
    assertThat(field(page, "Location"))
        .contains(LOGIN + "http%3A%2F%2F127.0.0.1%3A8080%2Fapi%2Fv1%2Fusers");
    assertThat(field(page, "Set-Cookie")).isEmpty();
  }

  @Test
  void c360_aScriptIsToldBothWaysIn() {
    Requests script = Requests.get("/api/v1/users").with("sec-fetch-mode", "cors");
    assertThat(say(script).fields().stream().filter(f -> f.name().equals("WWW-Authenticate")))
        .extracting(Header::value)
        .containsExactly(
            "Bearer realm=\"doorward\"",
            "Session login_uri=\"https://app.test/.doorward/login\", realm=\"doorward\"");
  }

  @Test
  void c131_aSessionIsAmbientThereAndATokenIsNot() {
    Requests forged =
        Requests.of("POST", "/api/v1/keys/rotate").with("sec-fetch-site", "cross-site");
    assertThat(judge(forged.cookie("dw-8080=root")).decision())
        .isEqualTo(new Decision.Refuse(Reason.Forbidden.FORGERY));
    assertThat(judge(forged.bearer("T_tls")).decision()).isInstanceOf(Decision.Allow.class);
    Requests own = Requests.of("POST", "/api/v1/keys/rotate").with("sec-fetch-site", "same-origin");
    assertThat(judge(own.cookie("dw-8080=root")).decision()).isInstanceOf(Decision.Allow.class);
    assertThat(judge(own.cookie("dw-8080=ops")).decision()).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void c128_theDoorLeadsThereAndNobodyElseIsLedByIt() {
    Policy door =
        new Policy(
            Perimeter.Open.OPEN,
            new TrustedProxies(PrefixSet.EMPTY, TrustedProxies.Style.X_FORWARDED_FOR),
            List.of(rules(new Site(DOOR, DOOR, "__Host-dw", 0, new Realm("doorward")))),
            Set.of(ADMIN));
    assertThat(door.leadsTo(ADMIN)).isTrue();
    assertThat(door.leadsTo(DOOR)).isTrue();
    assertThat(door.leadsTo(new Origin("http", "localhost:8080"))).isFalse();
    assertThat(door.siteAt(ADMIN)).as("it is none of the door's own").isEmpty();
    assertThat(policy.leadsTo(DOOR)).isFalse();
  }

  private static Policy policy() {
    return new Policy(
        Perimeter.Open.OPEN,
        new TrustedProxies(PrefixSet.EMPTY, TrustedProxies.Style.X_FORWARDED_FOR),
        List.of(rules(new Site(ADMIN, DOOR, "dw-8080", 0, new Realm("doorward")))),
        Set.of());
  }

  private static Policy.Rules rules(Site site) {
    List<RouteIndex.Line> lines =
        new ArrayList<>(OwnRoutes.of(site, Cors.Upstream.UPSTREAM, 65_536, true, 0));
    lines.addAll(
        ApiRoutes.of(
            ApiRoutes.LISTENER,
            site,
            Roles.of(List.of("user", "admin")),
            Roles.NONE,
            lines.size()));
    return new Policy.Rules(site, lines, ApiRoutes.otherwise(site, lines.size()));
  }

  private static Requests nav(String method, String target) {
    return Requests.of(method, target)
        .with("sec-fetch-mode", "navigate")
        .with("sec-fetch-dest", "document");
  }

  private Verdict judge(Requests request) {
    return Judge.judge(policy, request.facts(), new People());
  }

  private Answer.Say say(Requests request) {
    Answers answers = policy.answers();
    return answers.say(judge(request));
  }

  private Optional<String> field(Requests request, String name) {
    return say(request).fields().stream()
        .filter(field -> field.name().equals(name))
        .map(Header::value)
        .findFirst();
  }
}
