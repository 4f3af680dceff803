package dev.doorward.core.answer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One challenge (RFC 9110 §11.6.1). Parameters stand in one fixed order, each at most once (C026).
 */
final class Challenge {
  /** In the order in which they are written. */
  enum Param {
    ERROR("error"),
    SCOPE("scope"),
    RESOURCE_METADATA("resource_metadata"),
    ACR_VALUES("acr_values"),
    MAX_AGE("max_age"),
    LOGIN_URI("login_uri"),
    REALM("realm"),
    CHARSET("charset"),
    ERROR_DESCRIPTION("error_description");

    private final String wire;

    Param(String wire) {
      this.wire = wire;
    }
  }

  private final String scheme;
  private final Map<Param, String> params = new EnumMap<>(Param.class);

  Challenge(String scheme) {
    this.scheme = scheme;
  }

  Challenge with(Param param, String value) {
    params.put(param, value);
    return this;
  }

  Challenge withAll(Map<Param, String> more) {
    params.putAll(more);
    return this;
  }

  String render() {
    List<String> parts = new ArrayList<>();
    params.forEach((param, value) -> parts.add(param.wire + "=" + quoted(param, value)));
    return scheme + " " + String.join(", ", parts);
  }

  /** RFC 9110 §5.6.4; in a description RFC 6750 §3 allows no quote and no backslash at all. */
  private static String quoted(Param param, String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean special = c == '"' || c == '\\';
      if (c < 0x20 || c > 0x7e || (special && param == Param.ERROR_DESCRIPTION)) {
        out.append('?');
      } else if (special) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
