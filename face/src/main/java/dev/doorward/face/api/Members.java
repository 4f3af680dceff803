package dev.doorward.face.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of a body, which is one JSON object in UTF-8 (RFC 8259). Whatever is not expected is
 * refused by its name.
 */
final class Members {
  private static final int MOST_ITEMS = 100;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxNumberLength(20)
                          .maxNameLength(256)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;

  private Members(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads a body.
   *
   * @param body nothing at all stands for an object without members
   * @param known the names of all members there may be
   * @throws Invalid when it is no JSON object, says something twice, or has another member
   */
  static Members of(byte[] body, Set<String> known) {
    JsonNode node = body.length == 0 ? JSON.createObjectNode() : parse(utf8(body));
    if (!node.isObject()) {
      throw new Invalid("", "the body must be a JSON object");
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw new Invalid(name, "is not a member which is known here");
      }
    }
    return new Members(node);
  }

  boolean has(String name) {
    return object.has(name);
  }

  boolean isNull(String name) {
    JsonNode value = object.get(name);
    return value != null && value.isNull();
  }

  /** A text without control characters. */
  Optional<String> text(String name, int most) {
    Optional<String> text = secret(name, most);
    if (text.filter(Members::hasControls).isPresent()) {
      throw new Invalid(name, "must not hold control characters");
    }
    return text;
  }

  String need(String name, int most) {
    return text(name, most).orElseThrow(() -> new Invalid(name, "is missing"));
  }

  /** Any text but an empty one. */
  Optional<String> secret(String name, int most) {
    JsonNode value = object.get(name);
    return value == null ? Optional.empty() : Optional.of(string(name, value, most));
  }

  Optional<Boolean> flag(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw new Invalid(name, "must be true or false");
    }
    return Optional.of(value.booleanValue());
  }

  /** A whole number from 1 on. */
  Optional<Long> count(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
      throw new Invalid(name, "must be a whole number, 1 or more");
    }
    return Optional.of(value.longValue());
  }

  /** A list of texts without control characters; empty where it is not there. */
  List<String> texts(String name, int most) {
    JsonNode value = object.get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new Invalid(name, "must be a list of texts");
    }
    if (value.size() > MOST_ITEMS) {
      throw new Invalid(name, "must have at most " + MOST_ITEMS + " items");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      String text = string(name, item, most);
      if (hasControls(text)) {
        throw new Invalid(name, "must not hold control characters");
      }
      texts.add(text);
    }
    return texts;
  }

  private static String string(String name, @Nullable JsonNode value, int most) {
    if (value == null || !value.isString()) {
      throw new Invalid(name, "must be a text");
    }
    String text = value.stringValue();
    if (text.isEmpty() || text.length() > most) {
      throw new Invalid(name, "must have 1 to " + most + " characters");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Invalid(name, "must not hold half a surrogate pair"); // RFC 8259 §8.2
    }
    return text;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      // Its own message may quote the body, in which passwords travel.
      throw new Invalid("", "the body is not JSON, is nested too deep, or names a member twice");
    }
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Invalid("", "the body is not UTF-8");
    }
  }
}
