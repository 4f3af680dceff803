package dev.doorward.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.client.FlatJson.Digits;
import dev.doorward.client.FlatJson.Text;
import dev.doorward.client.FlatJson.Value;
import dev.doorward.client.FlatJson.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FlatJsonTest {
  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\\",
          "\\u",
          "\\ud83d",
          "\\ude00",
          "d83d",
          "0",
          "-",
          "1",
          ".",
          "e",
          "E+",
          "true",
          "nul",
          " ",
          "\n",
          "\u0000",
          "\u0001",
          "é",
          "😀",
          "x",
          "\"a\"",
          "\"a\":1",
          ",\"b\":null",
          "\uFEFF",
          "/",
          "\\n",
          "\\x");

  @Test
  void aDocumentIsReadMemberByMember() {
    Map<String, Value> wanted = new LinkedHashMap<>();
    wanted.put("type", new Text("urn:x"));
    wanted.put("status", new Digits("401"));
    wanted.put("small", new Digits("-0.5e-2"));
    wanted.put("on", new Word("true"));
    wanted.put("nothing", new Word("null"));
    wanted.put("text", new Text("a\"\\/\b\f\n\r\té😀"));
    wanted.put("", new Text(""));
    assertThat(
            read(
                " {\"type\":\"urn:x\" ,\t\"status\" : 401,\r\n\"small\":-0.5e-2,\"on\":true,"
                    + "\"nothing\":null,\"text\":\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\",\"\":\"\"} "))
        .contains(wanted);
    assertThat(read("{}")).contains(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"a\"",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1}x",
        "{\"a\":1}{}",
        "\uFEFF{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":{}}",
        "{\"a\":[]}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":NaN}",
        "{\"a\":0x1}",
        "{\"a\":١}",
        "{\"a\":True}",
        "{\"a\":nulL}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12G4\"}",
        "{\"a\":\"\\u１234\"}",
        "{\"a\":\"\\x41\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\ude00\\ud83d\"}",
        "{\"a\":\"\\ud83d\\ud83d\"}",
        "{\"\\ud800\":1}",
        "/**/{}"
      })
  void whatIsNotQuiteFlatJsonIsNone(String text) {
    assertThat(read(text)).isEmpty();
  }

  @Test
  void whatIsNotUtf8IsNone() {
    assertThat(FlatJson.read("{\"a\":\"é\"}".getBytes(ISO_8859_1))).isEmpty();
    byte[] overlong = "{\"a\":\"??\"}".getBytes(ISO_8859_1);
    overlong[6] = (byte) 0xc0;
    overlong[7] = (byte) 0xaf;
    assertThat(FlatJson.read(overlong)).isEmpty();
    byte[] surrogate = "{\"a\":\"???\"}".getBytes(ISO_8859_1);
    surrogate[6] = (byte) 0xed;
    surrogate[7] = (byte) 0xa0;
    surrogate[8] = (byte) 0x80;
    assertThat(FlatJson.read(surrogate)).isEmpty();
  }

  @Test
  void depthAndLengthCostNothing() {
    assertThat(read("{\"a\":".repeat(100_000))).isEmpty();
    assertThat(read("[".repeat(100_000))).isEmpty();
    assertThat(read("{\"a\":" + "9".repeat(100_000) + "}"))
        .contains(Map.of("a", new Digits("9".repeat(100_000))));
    assertThat(read("{\"a\":\"" + "\\".repeat(99_999) + "\"}")).isEmpty();
  }

  /** Another reader, which shares nothing with ours, agrees on whatever chance makes of both. */
  @Test
  void jacksonAgrees() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("FlatJsonTest -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int good = 0;
    for (int i = 0; i < 60_000; i++) {
      StringBuilder text =
          new StringBuilder("{\"type\":\"a\\u00e9\",\"n\":-12.5e3,\"b\":true,\"s\":\"x y\"}");
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(3));
        text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      }
      String json = text.toString();
      Optional<Map<String, Value>> theirs = jackson(json);
      assertThat(read(json)).as(json).isEqualTo(theirs);
      good += theirs.isPresent() ? 1 : 0;
    }
    assertThat(good).as("some are good").isGreaterThan(1000);
  }

  private static Optional<Map<String, Value>> jackson(String json) {
    try {
      // Raw halves of pairs cannot be written in UTF-8; Jackson takes escaped ones.
      JsonNode node = JACKSON.readTree(json.getBytes(UTF_8));
      if (!node.isObject() || json.startsWith("\uFEFF")) {
        return Optional.empty();
      }
      Map<String, Value> members = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> e : node.properties()) {
        JsonNode v = e.getValue();
        if (v.isContainer() || !isWhole(e.getKey()) || (v.isString() && !isWhole(v.asString()))) {
          return Optional.empty();
        }
        members.put(
            e.getKey(),
            v.isString()
                ? new Text(v.asString())
                : v.isNumber() ? number(json, v) : new Word(v.asString("null")));
      }
      return Optional.of(members);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Numbers are kept as they stand; Jackson only has their value. */
  private static Value number(String json, JsonNode value) {
    return read(json)
        .flatMap(members ->
            members.values().stream()
                .filter(v ->
                    v instanceof Digits(var digits)
                        && new java.math.BigDecimal(digits).compareTo(value.decimalValue()) == 0)
                .findFirst())
        .orElse(new Digits(value.toString()));
  }

  private static boolean isWhole(String text) {
    return new String(text.getBytes(UTF_8), UTF_8).equals(text);
  }

  private static Optional<Map<String, Value>> read(String text) {
    return FlatJson.read(text.getBytes(UTF_8));
  }
}
