package dev.doorward.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaseParserTest {

  @Test
  void a_case_is_read_with_settings_steps_and_checks() {
    List<Case> cases =
        CaseParser.parse(
            "G1",
            """
            # a remark

            C001a what is given
            tags: ws tls
            session: alice
            POST /x
            A: b

            {"body": 1}

            ----
            401 or closed
            WWW-Authenticate: one
            WWW-Authenticate: ~two.*
            !Location
            problem forbidden
            json.scope: s
            app X: y
            app !Z
            body says hello
            then
            GET /y
            ----
            200
            """);
    assertThat(cases).hasSize(1);
    Case c = cases.getFirst();
    assertThat(c.number()).isEqualTo("C001");
    assertThat(c.tags()).isEqualTo(Set.of("ws", "tls"));
    assertThat(c.steps()).hasSize(2);
    Step first = c.steps().getFirst();
    assertThat(first.setting("session")).contains("alice");
    assertThat(first.head()).containsExactly("POST /x", "A: b");
    assertThat(first.body()).isEqualTo(Optional.of(List.of("{\"body\": 1}", "")));
    assertThat(first.checks())
        .containsExactly(
            new Check.Status(List.of(401, 0)),
            new Check.Absent("Location"),
            new Check.Problem("forbidden"),
            new Check.Member("scope", "s"),
            new Check.FromApp(),
            new Check.AppAbsent("Z"),
            new Check.BodySays("hello"),
            new Check.Field("WWW-Authenticate", List.of("one", "~two.*")),
            new Check.AppField("X", List.of("y")));
  }

  @Test
  void what_another_case_says_is_taken_over_unless_said_otherwise() {
    Cases cases =
        Cases.of(
            CaseParser.parse(
                "G1",
                """
                C001 one
                GET /
                ----
                401
                A: 1
                B: 2
                problem forbidden

                C002 two
                HEAD /
                ----
                as C001
                B: 3
                body empty
                """));
    assertThat(cases.find("C002").orElseThrow().steps().getFirst().checks())
        .containsExactlyInAnyOrder(
            new Check.Status(List.of(401)),
            new Check.Field("A", List.of("1")),
            new Check.Field("B", List.of("3")),
            new Check.EmptyBody());
  }

  @Test
  void faults_name_the_case() {
    assertThatThrownBy(() -> CaseParser.parse("G1", "C001 x\nGET /\n401\n"))
        .hasMessageContaining("C001")
        .hasMessageContaining("----");
    assertThatThrownBy(() -> CaseParser.parse("G1", "C001 x\nGET /\n----\nnot a check\n"))
        .hasMessageContaining("C001");
  }
}
