package dev.doorward.face.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a query. Whatever is not expected is refused by its name. */
final class Query {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  private final Map<String, String> parameters = new HashMap<>();

  /**
   * Reads a query.
   *
   * @param raw as sent, without its question mark
   * @param known the names of all parameters there may be
   * @throws Invalid when it cannot be read, says something twice, or has another parameter
   */
  Query(String raw, Set<String> known) {
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (!known.contains(name)) {
        throw new Invalid(name, "is not a parameter which is known here");
      }
      if (parameters.putIfAbsent(name, value) != null) {
        throw new Invalid(name, "stands there twice");
      }
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** How many items a list may have. */
  int limit() {
    Optional<String> text = text("limit");
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    int limit = text.get().matches("[0-9]{1,4}") ? Integer.parseInt(text.get()) : 0;
    if (limit < 1 || limit > MOST) {
      throw new Invalid("limit", "must be a number from 1 to " + MOST);
    }
    return limit;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Invalid("", "the query cannot be read");
    }
  }
}
