package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Runner;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract inside a servlet application (C323). */
class InsideContractTest {
  @TempDir Path folder;

  static Stream<Arguments> runs() {
    return Stream.of(Container.Kind.values())
        .flatMap(kind ->
            Stream.of(
                    Fixture.DEFAULT,
                    Fixture.DEFAULT_SIGNED_IN,
                    Fixture.NO_CORS,
                    Fixture.NO_DENY,
                    Fixture.FORWARDED)
                .map(variant -> Arguments.of(kind, variant)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theFilterAnswersAsTheContractSays(Container.Kind kind, Fixture variant) throws Exception {
    String name = kind.name().toLowerCase(Locale.ROOT);
    try (AppHouse house = new AppHouse(kind, folder, variant, Map.of());
        Target target = Target.of(house.url, house.fixture)) {
      Runner runner = target.runner().app(house.echo).behind(name);
      List<Result> results = runner.run(Filter.ALL);
      assertThat(results.stream().filter(Result::failed).map(Result::toString).toList())
          .as("failed cases inside %s, %s", name, variant)
          .isEmpty();
      assertThat(results.stream().filter(Result::passed).count()).isPositive();
      System.out.printf(
          "%s %s: %d passed, %d skipped%n",
          name,
          variant,
          results.stream().filter(Result::passed).count(),
          results.stream().filter(r -> !r.passed() && !r.failed()).count());
    }
  }
}
