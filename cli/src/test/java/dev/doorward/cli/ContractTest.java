package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Runner;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every case of the contract over the wire, in each variant of the fixture. */
class ContractTest {
  @ParameterizedTest
  @EnumSource(
      names = {"STORE_DOWN", "NO_UPSTREAM"},
      mode = EnumSource.Mode.EXCLUDE)
  void theDoorAnswersAsTheContractSays(Fixture variant, @TempDir Path folder) throws Exception {
    try (House house = House.of(folder, variant);
        Target target =
            Target.of(
                house.url,
                house.fixture,
                Optional.of("127.0.0.1:" + house.url.getPort()),
                variant == Fixture.TLS ? Optional.of(house.ca()) : Optional.empty())) {
      allPass(variant.variant(), target.runner().app(house.app).run(Filter.ALL));
    }
  }

  /** C260: the same cases, and so the same status and the same fields. */
  @Test
  void theDoorAnswersTheSameOverHttp2(@TempDir Path folder) throws Exception {
    try (House house = House.of(folder, Fixture.TLS);
        var exchanger =
            new Http2Exchanger(house.url.getPort(), Target.trusting(Optional.of(house.ca())))) {
      Runner runner = Runner.of(exchanger, house.fixture, house.url.getPort()).app(house.app);
      allPass("tls over HTTP/2", runner.run(Filter.ALL));
    }
  }

  private static void allPass(String what, List<Result> results) {
    assertThat(results.stream().filter(Result::failed).map(Result::toString).toList())
        .as("failed cases of %s", what)
        .isEmpty();
    assertThat(results.stream().filter(Result::passed).count()).isPositive();
    System.out.printf(
        "%s: %d passed, %d skipped%n",
        what,
        results.stream().filter(Result::passed).count(),
        results.stream().filter(r -> !r.passed() && !r.failed()).count());
  }
}
