package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract through real fronts which ask a check listener (C323). */
class FrontTest {
  @TempDir Path folder;

  @Test
  @Tag("needs-nginx")
  void throughNginx() throws Exception {
    theContractHolds(FrontProcess.Kind.NGINX, Fixture.DEFAULT);
  }

  @Test
  @Tag("needs-apache")
  void throughApache() throws Exception {
    theContractHolds(FrontProcess.Kind.APACHE, Fixture.DEFAULT);
  }

  @Test
  @Tag("needs-caddy")
  void throughCaddy() throws Exception {
    theContractHolds(FrontProcess.Kind.CADDY, Fixture.DEFAULT);
  }

  @Test
  @Tag("needs-haproxy")
  void throughHaproxy() throws Exception {
    theContractHolds(FrontProcess.Kind.HAPROXY, Fixture.DEFAULT);
  }

  @Test
  @Tag("needs-nginx")
  void severalHostsThroughNginx() throws Exception {
    theContractHolds(FrontProcess.Kind.NGINX, Fixture.TLS);
  }

  @Test
  @Tag("needs-apache")
  void severalHostsThroughApache() throws Exception {
    theContractHolds(FrontProcess.Kind.APACHE, Fixture.TLS);
  }

  @Test
  @Tag("needs-caddy")
  void severalHostsThroughCaddy() throws Exception {
    theContractHolds(FrontProcess.Kind.CADDY, Fixture.TLS);
  }

  @Test
  @Tag("needs-haproxy")
  void severalHostsThroughHaproxy() throws Exception {
    theContractHolds(FrontProcess.Kind.HAPROXY, Fixture.TLS);
  }

  private void theContractHolds(FrontProcess.Kind kind, Fixture variant) throws Exception {
    boolean tls = variant == Fixture.TLS;
    try (FrontHouse house = new FrontHouse(folder, variant, kind.dialect, tls);
        FrontProcess front = FrontProcess.start(kind, house.ports, tls, folder);
        Target target =
            Target.of(
                house.url,
                house.fixture,
                Optional.of("127.0.0.1:" + house.ports.front()),
                tls ? Optional.of(folder.resolve("front/front.pem")) : Optional.empty())) {
      List<Result> results = target.runner().app(house.app).behind(kind.folder()).run(Filter.ALL);
      assertThat(results.stream().filter(Result::failed).map(Result::toString).toList())
          .as("failed cases through %s", kind)
          .isEmpty();
      System.out.printf(
          "%s: %d passed, %d skipped%n",
          kind,
          results.stream().filter(Result::passed).count(),
          results.stream().filter(r -> !r.passed() && !r.failed()).count());
    }
  }
}
