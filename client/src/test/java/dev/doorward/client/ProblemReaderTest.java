package dev.doorward.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemReaderTest {
  private static final String ID = "0b8f5c3e-1f2a-4b6c-8d9e-0a1b2c3d4e5f";
  private static final HttpHeaders FIELDS =
      fields(Map.of("X-Request-Id", ID, "Content-Type", "application/problem+json"));
  private static final String GOOD =
      "{\"type\":\"urn:doorward:problem:x_1\",\"title\":\"T\",\"status\":401,\"instance\":\"urn:uuid:"
          + ID
          + "\"%s}";

  @Test
  void everyMemberIsRead() {
    Problem problem =
        read(GOOD.formatted(
                ",\"error\":\"e\",\"scope\":\"a:b  c\",\"acr_values\":\"urn:dw:mfa other\","
                    + "\"max_age\":300,\"action\":\"/.doorward/password\","
                    + "\"login_uri\":\"https://app.example/.doorward/login\",\"field\":\"Cookie\","
                    + "\"detail\":\"d\",\"member\":\"m\",\"later\":true"))
            .orElseThrow();
    assertThat(problem)
        .isEqualTo(
            new Problem(
                "x_1",
                401,
                "T",
                ID,
                Optional.of("e"),
                List.of("a:b", "c"),
                List.of("urn:dw:mfa", "other"),
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(URI.create("/.doorward/password")),
                Optional.of(URI.create("https://app.example/.doorward/login")),
                Optional.of("Cookie"),
                Optional.of("d"),
                Optional.of("m")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"error\":1",
        ",\"scope\":null",
        ",\"max_age\":\"300\"",
        ",\"max_age\":-1",
        ",\"max_age\":1.5",
        ",\"max_age\":1e3",
        ",\"max_age\":99999999999",
        ",\"login_uri\":\"http://[\"",
        ",\"action\":\"a b\"",
        ",\"detail\":\"forged\\nline\"",
        ",\"field\":\"\\u0000\"",
        ",\"field\":\"\\u0085\"",
        ",\"later\":{}"
      })
  void aMemberWhichIsNotWhatItMustBeMakesTheDocumentSomebodyElses(String member) {
    assertThat(read(GOOD.formatted(""))).isPresent();
    assertThat(read(GOOD.formatted(member))).isEmpty();
  }

  @Test
  void theDocumentMustFitItsAnswer() {
    String good = GOOD.formatted("");
    byte[] body = good.getBytes(UTF_8);
    assertThat(ProblemReader.read(403, FIELDS, body)).isEmpty();
    assertThat(ProblemReader.read(401, fields(Map.of()), body)).isEmpty();
    assertThat(ProblemReader.read(401, fields(Map.of("X-Request-Id", ID.replace('0', '1'))), body))
        .as("another door's")
        .isEmpty();
    assertThat(read(good.replace("urn:doorward", "urn:other"))).isEmpty();
    assertThat(read(good.replace("x_1", "x-1"))).isEmpty();
    assertThat(read(good.replace("x_1", ""))).isEmpty();
    assertThat(read(good.replace("\"title\":\"T\",", ""))).isEmpty();
    assertThat(read(good.replace(":401", ":\"401\""))).isEmpty();
  }

  @Test
  void onlyLabelledErrorsMayBeOne() {
    assertThat(ProblemReader.mayBe(401, FIELDS)).isTrue();
    assertThat(ProblemReader.mayBe(399, FIELDS)).isFalse();
    assertThat(ProblemReader.mayBe(401, type("Application/Problem+JSON; charset=utf-8"))).isTrue();
    assertThat(ProblemReader.mayBe(401, type("application/json"))).isFalse();
    assertThat(ProblemReader.mayBe(401, fields(Map.of("Content-Type", "application/problem+json"))))
        .isFalse();
  }

  private static Optional<Problem> read(String body) {
    return ProblemReader.read(401, FIELDS, body.getBytes(UTF_8));
  }

  private static HttpHeaders type(String type) {
    return fields(Map.of("X-Request-Id", ID, "Content-Type", type));
  }

  private static HttpHeaders fields(Map<String, String> fields) {
    return HttpHeaders.of(
        fields.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
        (name, value) -> true);
  }
}
