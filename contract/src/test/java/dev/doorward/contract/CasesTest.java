package dev.doorward.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.cases.Case;
import dev.doorward.contract.cases.Cases;
import dev.doorward.contract.cases.Check;
import dev.doorward.contract.cases.Step;
import dev.doorward.contract.check.Words;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Exchanger;
import dev.doorward.contract.wire.Sending;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CasesTest {

  @Test
  void every_number_is_in_one_place() {
    assertThat(Coverage.shipped().faults()).isEmpty();
    assertThat(Coverage.shipped().numbers()).hasSize(364).doesNotHaveDuplicates();
  }

  @Test
  void every_step_says_which_status() {
    for (Case each : Cases.shipped().all()) {
      assertThat(each.steps())
          .as(each.id())
          .allMatch(s ->
              s.checks().stream()
                  .anyMatch(c -> c instanceof Check.Status || c instanceof Check.StatusLike));
    }
  }

  @Test
  void fixtures_and_tags_are_known() {
    for (Case each : Cases.shipped().all()) {
      assertThat(Fixture.named(each.fixture())).as(each.id()).isNotNull();
      assertThat(Set.of("ws", "tls", "proxied", "plain", "relay", "proxy", "grpc", "h2"))
          .as(each.id())
          .containsAll(each.tags());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080", "https://app.test"})
  void every_placeholder_stands_for_something(String origin) {
    for (String variant :
        List.of("default", "no-cors", "no-deny", "forwarded", "default-signed-in")) {
      FixtureFile file =
          FixtureFile.parse(
              TestFixture.json(origin)
                  .replace("\"fixture\":\"default\"", "\"fixture\":\"" + variant + "\""));
      List<Result> results =
          Runner.of(new Teapot(), file, 8080)
              .sessions(user -> "session-of-" + user)
              .run(Filter.ALL);
      for (Result each : results) {
        assertThat(each.complaints().toString() + each.summary())
            .as(each.id())
            .doesNotContain("placeholder", "needs T_", "needs the password", "regex");
      }
    }
  }

  @Test
  void later_steps_use_only_what_is_known() {
    FixtureFile file = TestFixture.at("https://app.test");
    for (Case each : Cases.shipped().all()) {
      Map<String, String> tokens = new HashMap<>(file.tokens());
      for (String forged : List.of("T_none_mixed", "T_sig", "T_none", "T_hs", "T_jku", "T_crit")) {
        tokens.put(forged, forged);
      }
      var words = new Words(file, tokens, user -> user, site -> site);
      List.of("n", "each", "run", "port", "device").forEach(w -> words.keep(w, "1"));
      for (Step step : each.steps()) {
        new RequestWriter(file, words).write(step, InetAddress.getLoopbackAddress());
        for (Check check : step.checks()) {
          if (check instanceof Check.Save(var name, _, _)) {
            words.keep(name, "/saved");
          }
        }
        step.checks().forEach(c -> assertThat(words.fill(c.toString())).as(each.id()).isNotNull());
      }
    }
  }

  /** Is a teapot, however it is asked. */
  private static final class Teapot implements Exchanger {
    @Override
    public Answer send(InetAddress from, byte[] rawRequest) {
      return Answer.of(418, List.of(), new byte[0]);
    }

    @Override
    public Answer send(Sending sending) {
      return send(sending.from(), sending.bytes());
    }
  }
}
