package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C128: the way back is never anybody else's. */
class ReturnToTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/me",
        "/me?tab=2#x",
        "/a//b",
        "/?next=https://evil.test/",
        "/%5Cevil.test",
        "https://app.example/me",
        "https://app.example",
        "https://app.example:443/me",
        "HTTPS://APP.example/me",
        "https://grafana.example/d/1?orgId=1",
        "https://one.apps.example/",
        "http://127.0.0.1:8081/api/v1/users",
      })
  void oursIsTaken(String to) {
    assertThat(safe(to)).isEqualTo(to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test/",
        "//evil.test",
        "///evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "/me\\..\\x",
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://app.example/",
        "data:text/html,x",
        "http://app.example/me",
        "https:app.example/me",
        "https:/app.example/me",
        "https:///app.example/me",
        "https://app.example.evil.test/",
        "https://app.example@evil.test/",
        "https://user:pw@app.example/",
        "https://app.example:444/",
        "https://app.example:/x@evil.test",
        "https://app.example%2eevil.test/",
        "https://evil.test/https://app.example/",
        "https://evil.test#@app.example/",
        "https://evil.test?@app.example/",
        "https://evil.test\\@app.example/",
        "https://[app.example]/",
        "https://*.apps.example/",
        "http://127.0.0.1:8082/",
        "https://127.0.0.1:8081/",
        "http://localhost:8081/",
        "https://apps.example/",
        "https://.apps.example/",
        "https://xapps.example/",
        "ftp://app.example/",
        "me",
        "./me",
        "?x",
        "#x",
        " /me",
        "/me x",
        "/me\t",
        "/\t/evil.test",
        "/\n/evil.test",
        "/me\r\nSet-Cookie: a=b",
        "/m\u0000e",
        "/m\u007fe",
        "/mé",
        "/\u2028",
        "\ufeff/me",
        "https://app.ex\u00e4mple/",
        "https://\uff41pp.example/",
      })
  void whatIsNotOursLeadsToTheRoot(String to) {
    assertThat(safe(to)).isEqualTo("/");
  }

  @Test
  void nothingAndTooMuchLeadToTheRoot() {
    assertThat(ReturnTo.safe(Sample.POLICY, Optional.empty())).isEqualTo("/");
    assertThat(safe("/" + "a".repeat(8191))).hasSize(8192);
    assertThat(safe("/" + "a".repeat(8192))).isEqualTo("/");
  }

  private static String safe(String to) {
    return ReturnTo.safe(Sample.POLICY, Optional.of(to));
  }
}
