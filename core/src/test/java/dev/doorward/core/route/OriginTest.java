package dev.doorward.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://app.example, https://app.example, app.example, 443",
    "HTTPS://App.Example/, https://app.example, app.example, 443",
    "https://app.example:443, https://app.example, app.example, 443",
    "https://app.example:, https://app.example, app.example, 443",
    "https://app.example:8443, https://app.example:8443, app.example, 8443",
    "http://127.0.0.1:8080, http://127.0.0.1:8080, 127.0.0.1, 8080",
    "http://localhost:80, http://localhost, localhost, 80",
    "http://[::1]:8080, http://[::1]:8080, [::1], 8080",
    "http://[::1], http://[::1], [::1], 80",
    "https://app.example:0443, https://app.example, app.example, 443",
  })
  void anOriginIsKeptAsBrowsersWriteIt(String text, String origin, String host, int port) {
    Origin parsed = Origin.parse(text).orElseThrow();

    assertThat(parsed).hasToString(origin);
    assertThat(parsed.host()).isEqualTo(host);
    assertThat(parsed.port()).isEqualTo(port);
    assertThat(Origin.parse(origin)).contains(parsed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app.example",
        "//app.example",
        "ftp://app.example",
        "https://",
        "https:///x",
        "https:app.example",
        "https://app.example/x",
        "https://app.example?x",
        "https://app.example#x",
        "https://me@app.example",
        "https://app example",
        "https://app_example",
        "https://*.example",
        "https://app.example:0",
        "https://app.example:65536",
        "https://app.example:99999999999",
        "null"
      })
  void whatIsMoreOrLessThanAnOriginIsRefused(String text) {
    assertThat(Origin.parse(text)).isEmpty();
  }

  @Test
  void aSiteHasTheSchemeAndPortOfTheOrigin() {
    assertThat(Origin.parse("https://app.test:8443").orElseThrow().at("grafana.test"))
        .hasToString("https://grafana.test:8443");
    assertThat(Origin.parse("https://app.test").orElseThrow().at("*.apps.test"))
        .hasToString("https://*.apps.test");
  }

  @Test
  void c193_anOriginIsListedLiterallyOrNotAtAll() {
    Cors listed = new Cors.Listed(Set.of("https://spa.test"), false, Duration.ofMinutes(10));
    Cors trusting =
        new Cors.Listed(Set.of("https://spa.test", "null"), true, Duration.ofMinutes(10));

    assertThat(listed.lists("https://spa.test")).isTrue();
    assertThat(listed.lists("https://SPA.test")).isFalse();
    assertThat(listed.lists("null")).isFalse();
    assertThat(listed.trusts("https://spa.test")).isFalse();
    assertThat(trusting.lists("null")).isTrue();
    assertThat(trusting.trusts("https://spa.test")).isTrue();
    assertThat(trusting.isOurs()).isTrue();
    assertThat(Cors.Upstream.UPSTREAM.isOurs()).isFalse();
    assertThat(Cors.Upstream.UPSTREAM.lists("https://spa.test")).isFalse();
    assertThat(Cors.Upstream.UPSTREAM.trusts("https://spa.test")).isFalse();
  }
}
