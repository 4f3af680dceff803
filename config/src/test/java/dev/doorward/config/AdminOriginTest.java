package dev.doorward.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Policy;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.Site;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How browsers name the admin listener, where they come to sign in. */
class AdminOriginTest {
  private static final String HOSTS =
      """
      origin: https://app.example
      sites: [ { host: grafana.example, routes: [] }, { host: "*.apps.example", routes: [] } ]
      """;

  @TempDir Path folder;

  @Test
  void itIsASiteOfItsOwnToWhichSignInLeadsBack() throws Exception {
    Settings settings =
        new Yaml(folder).read("origin: https://app.example\nadmin: { listen: 127.0.0.1:8081 }\n");
    Origin named = new Origin("http", "127.0.0.1:8081");
    assertThat(settings.policy().leadsTo(named)).isTrue();
    Policy admin = settings.adminPolicy().orElseThrow();
    assertThat(admin.sites())
        .extracting(Site::origin, Site::signIn, Site::cookie)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(named, settings.origin(), "dw-8081"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://admin.example",
        "https://admin.example:8443",
        "https://apps.example",
        "https://two.one.apps.example",
        "http://127.0.0.1:8081",
        "http://localhost:9000",
      })
  void aNameOfItsOwnIsTaken(String origin) throws Exception {
    assertThat(refused(HOSTS, origin)).isEmpty();
    assertThat(refused("origin: http://localhost:8080\n", origin)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example, https://app.example",
    "https://app.example:8443, https://app.example",
    "https://APP.example:443, https://app.example",
    "https://grafana.example:8443, https://grafana.example",
    "https://admin.apps.example, https://*.apps.example",
  })
  void aNameWhichSharesAHostIsRefusedForItsCookie(String origin, String other) throws Exception {
    assertThat(refused(HOSTS, origin))
        .singleElement()
        .asString()
        .startsWith("doorward.yaml:3:42: admin.origin: https://")
        .endsWith(
            " would share its cookie with "
                + other
                + ", since browsers do not tell ports apart; give it a host of its own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "https://localhost:8080"
      })
  void aNameOfTheDoorItselfIsRefused(String origin) throws Exception {
    assertThat(refused("origin: http://localhost:8080\n", origin))
        .containsExactly(
            "doorward.yaml:2:42: admin.origin: "
                + origin
                + " is http://localhost:8080 too, by another name or the same; give it a port of"
                + " its own");
  }

  @Test
  void whatIsDerivedFromListenIsCheckedToo() {
    assertThat(
            new Yaml(folder)
                .refused(
                    """
                    listen: 127.0.0.1:8079
                    origin: http://localhost:8080
                    admin: { listen: 127.0.0.1:8080 }
                    """))
        .singleElement()
        .asString()
        .startsWith("doorward.yaml:3:8: admin.origin: http://127.0.0.1:8080 is ");
  }

  @Test
  void aPortNobodyKnowsBeforehandNeedsAName() {
    assertThat(
            new Yaml(folder)
                .refused("origin: http://localhost:8080\nadmin: { listen: 127.0.0.1:0 }\n"))
        .singleElement()
        .asString()
        .startsWith("doorward.yaml:2:8: admin.origin is missing");
  }

  private List<String> refused(String hosts, String origin) {
    return new Yaml(folder)
        .refused(hosts + "admin: { listen: 127.0.0.1:8081, origin: \"" + origin + "\" }\n");
  }
}
