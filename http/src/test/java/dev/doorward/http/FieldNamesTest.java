package dev.doorward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {
  static final List<String> NAMES = FieldNames.NAMES;

  @ParameterizedTest
  @FieldSource("NAMES")
  void aNameThatMostMessagesHaveIsNotMadeAnew(String name) {
    for (String written : List.of(name, name.toLowerCase(Locale.ROOT))) {
      byte[] bytes = ("x" + written + ": ").getBytes(ISO_8859_1);

      assertThat(FieldNames.of(bytes, 1, written.length()))
          .isEqualTo(written)
          .isSameAs(FieldNames.of(bytes, 1, written.length()));
      assertThat(FieldNames.has(written)).isTrue();
      assertThat(written).matches("[A-Za-z-]+");
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
