package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentTest {
  private static final String WEBKIT = " AppleWebKit/537.36 (KHTML, like Gecko) ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Firefox on Linux | (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
          Firefox on iPhone | (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15
          Chrome on macOS | (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36
          Chrome on Android | (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36
          Chrome on ChromeOS | (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36
          Headless Chrome on Linux | (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/138.0.0.0 Safari/537.36
          Edge on Windows | (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0
          Opera on Windows | (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36 OPR/121.0.0.0
          Samsung Internet on Android | (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36
          Safari on macOS | (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15
          Safari on iPhone | (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1
          Safari on iPad | (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1
          A browser on Linux | (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)
          """)
  void aBrowserAndItsSystem(String words, String agent) {
    assertThat(UserAgent.inWords("Mozilla/5.0 " + agent)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "curl/8.14.1, curl",
    "Go-http-client/1.1, Go-http-client",
    "python-requests/2.32.4, python-requests",
    "MyApp 1.0 (Android 15), MyApp",
    "okhttp, okhttp",
  })
  void aProgramByItsOwnName(String agent, String words) {
    assertThat(UserAgent.inWords(agent)).isEqualTo(words);
  }

  @Test
  void whatSaysNothingIsUnknown() {
    for (String agent : new String[] {"", " ", "Mozilla/5.0", "-", "<script>", "(Nothing)"}) {
      assertThat(UserAgent.inWords(agent)).isEqualTo("Unknown client");
    }
  }

  @Test
  void nobodyFillsThePageWithHisName() {
    assertThat(UserAgent.inWords("x".repeat(10_000))).hasSize(41).endsWith("…");
    assertThat(UserAgent.inWords("Version/1.0 ".repeat(1000) + WEBKIT)).isEqualTo("Version");
  }
}
