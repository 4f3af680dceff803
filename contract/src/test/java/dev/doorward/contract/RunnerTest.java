package dev.doorward.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.FixtureFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class RunnerTest {

  @Test
  void a_right_server_passes_every_case_it_knows() throws IOException {
    assertThat(run(Fault.NONE)).hasSizeGreaterThan(20).allMatch(Result::passed);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_wrong_server_fails(Fault fault) throws IOException {
    try (FakeDoor door = FakeDoor.with(fault);
        Target target = Target.of(URI.create(door.origin()), TestFixture.at(door.origin()))) {
      Runner runner = target.runner();
      assertThat(RightAnswers.CASES.split(","))
          .anyMatch(id -> runner.run(Filter.only(id)).stream().anyMatch(Result::failed));
    }
  }

  @Test
  void a_failure_says_what_was_sent_wanted_and_got() throws IOException {
    Result failed =
        run(Fault.NO_CHALLENGE).stream().filter(Result::failed).findFirst().orElseThrow();
    assertThat(failed.toString())
        .startsWith("C001 FAIL GET /me → 401 (want 401)")
        .contains("Basic realm=\"doorward\"", "GET /me HTTP/1.1", "HTTP/1.1 401 Unauthorized");
  }

  @Test
  void what_is_absent_is_skipped_and_named() throws IOException {
    try (FakeDoor door = FakeDoor.with(Fault.NONE)) {
      List<Result> results =
          Runner.run(
              URI.create(door.origin()),
              FixtureFile.parse("{\"origin\":\"" + door.origin() + "\"}"),
              Filter.only("C060a,C023,C034g,C096"));
      assertThat(results).allMatch(r -> r.outcome() == Result.Outcome.SKIP);
      assertThat(results)
          .extracting(Result::summary)
          .containsExactly(
              "needs fixture: default-signed-in",
              "needs [tls]",
              "needs T_ok",
              "needs the password of alice");
    }
  }

  private static List<Result> run(Fault fault) throws IOException {
    try (FakeDoor door = FakeDoor.with(fault)) {
      return Runner.run(
          URI.create(door.origin()),
          TestFixture.at(door.origin()),
          Filter.only(RightAnswers.CASES));
    }
  }
}
