package dev.doorward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "Connection",
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "User-Agent",
        "Cookie",
        "Authorization",
        "Content-Length",
        "Content-Type",
        "Origin",
        "Referer",
        "Cache-Control",
        "Pragma",
        "Sec-Fetch-Dest",
        "Sec-Fetch-Mode",
        "Sec-Fetch-Site",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Forwarded-Method",
        "X-Forwarded-Uri",
        "Date",
        "Server",
        "Vary",
        "Set-Cookie"
      })
  void aNameThatMostMessagesHaveIsNotMadeAnew(String name) {
    for (String written : new String[] {name, name.toLowerCase(Locale.ROOT)}) {
      byte[] bytes = ("x" + written + ": ").getBytes(US_ASCII);

      assertThat(FieldNames.of(bytes, 1, written.length()))
          .isEqualTo(written)
          .isSameAs(FieldNames.of(bytes, 1, written.length()));
      assertThat(FieldNames.has(written)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hOST", "Hos", "Host:", "X-Other", "X", "\u0148ost"})
  void anyOtherIsTakenAsItStands(String name) {
    byte[] bytes = name.getBytes(ISO_8859_1);

    assertThat(FieldNames.has(name)).isFalse();
    assertThat(FieldNames.of(bytes, bytes.length)).isEqualTo(new String(bytes, ISO_8859_1));
  }
}
