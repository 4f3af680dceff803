package dev.doorward.portal;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a form, a JSON object or a query: names and texts. */
final class Input {
  private static final int MOST_FIELDS = 64;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxStringLength(64 << 10)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final Map<String, String> fields;

  private Input(Map<String, String> fields) {
    this.fields = fields;
  }

  /** Of a body; empty when it is not what its type says. */
  static Optional<Input> of(Call call) {
    if (call.body().length == 0) {
      return Optional.of(new Input(Map.of()));
    }
    return utf8(call.body())
        .flatMap(text -> call.contentType().equals("application/json") ? json(text) : form(text));
  }

  /** Of a query. */
  static Input ofQuery(String query) {
    return form(query).orElse(new Input(Map.of()));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
  }

  boolean flag(String name) {
    return text(name).filter(v -> v.equals("1") || v.equals("true") || v.equals("on")).isPresent();
  }

  private static Optional<Input> json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject() || node.size() > MOST_FIELDS) {
        return Optional.empty();
      }
      Map<String, String> fields = new HashMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        JsonNode value = field.getValue();
        if (value.isNull()) {
          continue;
        }
        if (!value.isString() && !value.isBoolean()) {
          return Optional.empty();
        }
        fields.put(field.getKey(), value.asString());
      }
      return Optional.of(new Input(fields));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Input> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&", MOST_FIELDS + 1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      try {
        String name =
            URLDecoder.decode(
                equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
        String value =
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        if (fields.putIfAbsent(name, value) != null) {
          return Optional.empty();
        }
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return fields.size() > MOST_FIELDS ? Optional.empty() : Optional.of(new Input(fields));
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
