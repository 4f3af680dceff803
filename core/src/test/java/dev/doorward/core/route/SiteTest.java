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

  private static Origin of(String url) {
    int colon = url.indexOf("://");
    return new Origin(url.substring(0, colon), url.substring(colon + 3));
  }
}
