package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as they should be, and as they come. */
class InputTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  @Test
  void aFormIsDecoded() {
    Input input = of(FORM, "username=al%40x&password=a+b%2Bc%3D&pä=%C3%A4&empty=&bare&remember=on");
    assertThat(input.text("username")).contains("al@x");
    assertThat(input.text("password")).contains("a b+c=");
    assertThat(input.text("pä")).contains("ä");
    assertThat(input.text("empty")).isEmpty();
    assertThat(input.text("bare")).isEmpty();
    assertThat(input.flag("remember")).isTrue();
    assertThat(input.flag("bare")).isFalse();
  }

  @Test
  void aDocumentIsRead() {
    Input input =
        of(JSON, "{\"username\":\"al\",\"remember\":true,\"walk\":null,\"x\":\"\\u00e4\"}");
    assertThat(input.text("username")).contains("al");
    assertThat(input.flag("remember")).isTrue();
    assertThat(input.text("walk")).isEmpty();
    assertThat(input.text("x")).contains("ä");
  }

  @Test
  void nothingHasNoFields() {
    assertThat(of(FORM, "").text("username")).isEmpty();
    assertThat(of(JSON, "").text("username")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1&a=2",
        "password=x&password=",
        "%61=1&a=2",
        "a=%",
        "a=%4",
        "a=%zz",
        "%=1",
      })
  void aFormWithTwoMeaningsIsNone(String body) {
    assertThat(Input.of(Sample.call(FORM, body))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"a\"",
        "null",
        "1",
        "{",
        "{\"a\":1}",
        "{\"a\":1e999999999}",
        "{\"a\":[1]}",
        "{\"a\":{\"b\":1}}",
        "{\"a\":\"1\",\"a\":\"2\"}",
        "{\"a\":\"1\",\"\\u0061\":\"2\"}",
        "{a:\"1\"}",
        "{\"a\":'1'}",
        "{\"a\":\"\n\"}",
        "{\"a\":NaN}",
        "{/**/\"a\":\"1\"}",
        "username=al",
      })
  void whatIsNoPlainObjectIsNone(String body) {
    assertThat(Input.of(Sample.call(JSON, body))).isEmpty();
  }

  @Test
  void depthAndWidthHaveAnEnd() {
    assertThat(Input.of(Sample.call(JSON, "[".repeat(60_000)))).isEmpty();
    assertThat(Input.of(Sample.call(JSON, "{\"a\":".repeat(30_000)))).isEmpty();
    assertThat(Input.of(Sample.call(FORM, fields(64)))).isPresent();
    assertThat(Input.of(Sample.call(FORM, fields(65)))).isEmpty();
    assertThat(Input.of(Sample.call(FORM, fields(20_000)))).isEmpty();
    assertThat(Input.of(Sample.call(FORM, "&".repeat(60_000)))).isPresent();
  }

  @Test
  void bytesThatAreNotUtf8AreNone() {
    byte[] latin = "password=pä".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Input.of(Sample.call(FORM, latin))).isEmpty();
    assertThat(Input.of(Sample.call(JSON, new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'})))
        .isEmpty();
    byte[] wide = "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_16);
    assertThat(Input.of(Sample.call(JSON, wide))).isEmpty();
  }

  @Test
  void aQueryThatCannotBeReadHasNoFields() {
    assertThat(Input.ofQuery("return_to=%2Fme").text("return_to")).contains("/me");
    assertThat(Input.ofQuery("return_to=%2Fme&return_to=%2Fyou").text("return_to")).isEmpty();
    assertThat(Input.ofQuery("return_to=%").text("return_to")).isEmpty();
  }

  private static Input of(String type, String body) {
    Optional<Input> input = Input.of(Sample.call(type, body));
    assertThat(input).isPresent();
    return input.orElseThrow();
  }

  private static String fields(int count) {
    return IntStream.range(0, count).mapToObj(i -> "f" + i + "=1").collect(Collectors.joining("&"));
  }
}
