package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

/** The contract through the starter, on Tomcat (C323). */
class BootContractTest {
  @TempDir Path folder;

  @Test
  void theStarterAnswersAsTheContractSays() throws Exception {
    holds(BootContainer::onTomcat, "tomcat", folder);
  }

  static void holds(Container.Starter starter, String container, Path folder) throws Exception {
    try (AppHouse house = new AppHouse(starter, folder, Fixture.DEFAULT, Map.of());
        Target target = Target.of(house.url, house.fixture)) {
      List<Result> results = target.runner().app(house.echo).behind(container).run(Filter.ALL);
      String version = SpringBootVersion.getVersion();
      assertThat(results.stream().filter(Result::failed).map(Result::toString).toList())
          .as("failed cases with Spring Boot %s on %s", version, container)
          .isEmpty();
      long passed = results.stream().filter(Result::passed).count();
      assertThat(passed).isGreaterThan(300);
      System.out.printf("Spring Boot %s on %s: %d passed%n", version, container, passed);
    }
  }
}
