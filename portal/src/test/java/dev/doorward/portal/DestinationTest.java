package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {

  @ParameterizedTest
  @CsvSource({
    "/me, app.example/me",
    "/me?token=secret, app.example/me",
    "/me#part?x, app.example/me",
    "https://grafana.example/d/1?x=1, grafana.example/d/1",
    "https://grafana.example, grafana.example",
  })
  void hostAndPathWithoutTheQuery(String to, String words) {
    assertThat(Destination.inWords(Sample.POLICY, to)).contains(words);
  }

  @Test
  void theRootIsNotWorthAWord() {
    assertThat(Destination.inWords(Sample.POLICY, "/")).isEmpty();
  }

  @Test
  void itStaysShort() {
    String to = "/Your-account-is-locked-call-0800-1234-and-tell-them-your-password";
    assertThat(Destination.inWords(Sample.POLICY, to))
        .hasValueSatisfying(words -> assertThat(words).startsWith("app.example/").hasSize(60));
  }
}
