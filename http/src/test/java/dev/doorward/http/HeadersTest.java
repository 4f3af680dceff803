package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadersTest {
  @Test
  void whatStandsThereTwiceIsNotTheOnlyOne() {
    Headers headers = Headers.of("Host", "a", "Cookie", "b", "cookie", "b", "Empty", "");

    assertThat(headers.only("hOST")).contains("a");
    assertThat(headers.only("Cookie")).isEmpty();
    assertThat(headers.only("Empty")).contains("");
    assertThat(headers.only("None")).isEmpty();
  }
}
