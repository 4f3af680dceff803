package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Runner;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.PostgresServer;
import dev.doorward.contract.fixture.StoreRelay;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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
    try (AppHouse house = new AppHouse(kind, folder, variant, Map.of());
        Target target = Target.of(house.url, house.fixture)) {
      holds(kind, variant.variant(), target.runner().app(house.echo), Filter.ALL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalHostsOverTheContainersOwnTls(Container.Kind kind) throws Exception {
    try (AppHouse house = AppHouse.overTls(kind, folder);
        Target target =
            Target.of(
                house.url,
                house.fixture,
                Optional.empty(),
                Optional.of(folder.resolve("ca.pem")))) {
      List<Result> results = holds(kind, "over TLS", target.runner().app(house.echo), Filter.ALL);
      assertThat(results.stream().filter(Result::passed).map(Result::id))
          .contains("C219a", "C355a", "C356c", "C357a", "C361c", "C363");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("needs-postgresql")
  void withItsStoreGoneNobodyIsLetInAndNobodyIsBlamed(Container.Kind kind) throws Exception {
    try (PostgresServer database = PostgresServer.start();
        StoreRelay relay = StoreRelay.to(database.address());
        AppHouse house = new AppHouse(kind, folder, Fixture.STORE_DOWN, Map.of(), relay.address());
        Target target = Target.of(house.url, house.fixture)) {
      List<Result> results =
          holds(
              kind,
              "without its store",
              target.runner().app(house.echo).relay(relay),
              Filter.only("G14"));
      assertThat(results.stream().filter(Result::passed).map(Result::id))
          .contains("C237", "C238", "C239");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onVirtualThreadsOfTheContainerItAnswersTheSame(Container.Kind kind) throws Exception {
    try (AppHouse house = new AppHouse(kind.onVirtualThreads(), folder, Fixture.DEFAULT, Map.of());
        Target target = Target.of(house.url, house.fixture)) {
      holds(kind, "on virtual threads", target.runner().app(house.echo), Filter.ALL);
      assertThat(house.echo.onVirtualThreads()).isPositive().isEqualTo(house.echo.count());
    }
  }

  private static List<Result> holds(Container.Kind kind, String what, Runner runner, Filter cases) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    List<Result> results = runner.behind(name).run(cases);
    assertThat(results.stream().filter(Result::failed).map(Result::toString).toList())
        .as("failed cases inside %s, %s", name, what)
        .isEmpty();
    long passed = results.stream().filter(Result::passed).count();
    assertThat(passed).isPositive();
    System.out.printf(
        "%s %s: %d passed, %d skipped%n", name, what, passed, results.size() - passed);
    return results;
  }
}
