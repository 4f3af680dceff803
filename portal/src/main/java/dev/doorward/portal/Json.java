package dev.doorward.portal;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object, member by member. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, Object> members = new LinkedHashMap<>();

  private Json() {}

  static Json object() {
    return new Json();
  }

  Json put(String name, Object value) {
    members.put(name, value instanceof Json json ? json.members : value);
    return this;
  }

  Map<String, Object> map() {
    return members;
  }

  String text() {
    return MAPPER.writeValueAsString(members);
  }
}
