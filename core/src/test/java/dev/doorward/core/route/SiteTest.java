package dev.doorward.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {
  private static final Origin HOME = new Origin("https", "app.example");

  @ParameterizedTest
  @CsvSource({
    "https://app.example, https://app.example, true",
    "https://app.example, http://app.example, false",
    "https://app.example, https://app.example:8443, false",
    "https://*.apps.example, https://one.apps.example, true",
    "https://*.apps.example, http://one.apps.example, false",
    "https://*.apps.example, https://one.apps.example:8443, false",
    "https://*.apps.example, https://two.one.apps.example, false",
    "https://*.apps.example, https://apps.example, false",
    "https://*.apps.example, https://oneapps.example, false",
    "http://127.0.0.1:8081, http://127.0.0.1:8081, true",
    "http://127.0.0.1:8081, http://localhost:8081, false",
  })
  void aSiteIsCalledByItsOwnNameAlone(String site, String asked, boolean called) {
    assertThat(new Site(of(site), HOME, "c", 0, new Realm("doorward")).isCalled(of(asked)))
        .isEqualTo(called);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080, c, true",
    "http://127.0.0.1:8080, dw-8081, true",
    "http://127.0.0.1:8080, dw-8081-walk, true",
    "http://127.0.0.1:8080, dw-x, false",
    "http://127.0.0.1:8080, dw-8081-other, false",
    "https://localhost:8443, dw-8081, true",
    "https://app.example, dw-8081, false",
    "https://app.example, c-device, true",
    "https://app.example, c-other, false",
  })
  void onLoopbackTheCookiesOfEveryPortAreOurs(String site, String name, boolean ours) {
    assertThat(new Site(of(site), HOME, "c", 0, new Realm("doorward")).isOurs(name))
        .isEqualTo(ours);
  }

  private static Origin of(String url) {
    int colon = url.indexOf("://");
    return new Origin(url.substring(0, colon), url.substring(colon + 3));
  }

  @ParameterizedTest
  @CsvSource({
    "https://*.apps.test, X.apps.test, https://x.apps.test",
    "https://*.apps.test, x.apps.test:80, https://x.apps.test",
    "https://*.apps.test:8443, x.apps.test:8080, https://x.apps.test:8443",
    "https://one.test, two.test, https://one.test",
  })
  void c219_ofManyHostsTheOneAskedIsNamed(String site, String host, String named) {
    assertThat(new Site(of(site), HOME, "c", 0, new Realm("doorward")).at(host)).hasToString(named);
  }
}
