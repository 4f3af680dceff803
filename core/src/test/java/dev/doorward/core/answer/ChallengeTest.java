package dev.doorward.core.answer;

import static dev.doorward.core.answer.Challenge.Param.CHARSET;
import static dev.doorward.core.answer.Challenge.Param.ERROR;
import static dev.doorward.core.answer.Challenge.Param.ERROR_DESCRIPTION;
import static dev.doorward.core.answer.Challenge.Param.REALM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.core.Fixture;
import dev.doorward.core.Judge;
import dev.doorward.core.People;
import dev.doorward.core.Policy;
import dev.doorward.core.Requests;
import dev.doorward.core.Seeds;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Realm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void c025_theRealmIsQuotedAndEscaped() {
    assertThat(lines(Fixture.withRealm("Ops \"north\" \\ 1"), Requests.get("/bearer-only")))
        .containsExactly("Bearer realm=\"Ops \\\"north\\\" \\\\ 1\"");
  }

  @Test
  void c025_aRealmThatCannotBeQuotedIsRefused() {
    for (String text : List.of("", "a\nb", "caf\u00e9", "a\u007f", "\u0000")) {
      assertThatThrownBy(() -> new Realm(text)).hasMessageContaining("realm");
    }
  }

  @Test
  void c026_parametersStandInOneOrderHoweverTheyWereGiven() {
    List<Challenge.Param> params = new ArrayList<>(Arrays.asList(Challenge.Param.values()));
    String order =
        "Bearer error=\"x\", scope=\"x\", resource_metadata=\"x\", acr_values=\"x\","
            + " max_age=\"x\", login_uri=\"x\", realm=\"x\", charset=\"x\","
            + " error_description=\"x\"";
    Random random = Seeds.random("parameter order");
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(params, random);
      Challenge challenge = new Challenge("Bearer");
      params.forEach(param -> challenge.with(param, "y").with(param, "x"));

      assertThat(challenge.render()).isEqualTo(order);
    }
    assertThat(new Challenge("Basic").with(CHARSET, "UTF-8").with(REALM, "r").render())
        .isEqualTo("Basic realm=\"r\", charset=\"UTF-8\"");
  }

  @Test
  void c026_theSameRefusalHasTheSameBytesUnderEveryCompiledPolicy() {
    for (String path : List.of("/me", "/api", "/reports", "/pay", "/transfer", "/basic-only")) {
      for (String token : List.of("", "T_ok", "T_exp", "T_sig", "T_aud", "a b")) {
        Requests request = Requests.get(path);
        Requests sent = token.isEmpty() ? request : request.bearer(token);
        List<String> first = lines(Fixture.plain(), sent);

        assertThat(lines(Fixture.plain(), sent)).isEqualTo(first);
        assertThat(first)
            .allSatisfy(
                line -> assertThat(line).matches("[A-Za-z]+ \\w+=\"[^\"]*\"(, \\w+=\"[^\"]*\")*"));
      }
    }
  }

  @Test
  void c027_aDescriptionHoldsNothingThatCouldEndItsString() {
    String hostile =
        "a \"quote\", a \\ backslash,\r\nX-Injected: 1, caf\u00e9 \u20ac \u0000 \u007f";

    assertThat(new Challenge("Bearer").with(ERROR_DESCRIPTION, hostile).render())
        .isEqualTo(
            "Bearer error_description=\"a ?quote?, a ? backslash,??X-Injected: 1, caf? ? ? ?\"");
  }

  @Test
  void c027_noValueBreaksOutOfItsQuotes() {
    Random random = Seeds.random("challenge quoting");
    for (int i = 0; i < 5000; i++) {
      StringBuilder value = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        value.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x3000));
      }
      String line = new Challenge("Bearer").with(ERROR, value.toString()).with(REALM, "r").render();

      assertThat(line.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
      assertThat(line).matches("Bearer error=\"([^\"\\\\]|\\\\.)*\", realm=\"r\"");
    }
  }

  @Test
  void c030_aBearerLineNeverStandsBare() {
    assertThat(lines(Fixture.plain(), Requests.get("/bearer-only")))
        .containsExactly("Bearer realm=\"doorward\"");
    assertThat(lines(Fixture.plain(), Requests.get("/admin").bearer("T_ok")))
        .containsExactly("Bearer realm=\"doorward\"");
  }

  private static List<String> lines(Policy policy, Requests request) {
    return policy
        .answers()
        .say(Judge.judge(policy, request.facts(), new People()))
        .fields()
        .stream()
        .filter(field -> field.name().equals("WWW-Authenticate"))
        .map(Header::value)
        .toList();
  }
}
