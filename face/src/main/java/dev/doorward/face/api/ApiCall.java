package dev.doorward.face.api;

import dev.doorward.config.Settings;
import dev.doorward.face.control.Commands;
import dev.doorward.face.control.Request;
import dev.doorward.identity.people.Refused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of the API which the judge let through.
 *
 * @param base where the API lies, with a slash at both ends
 * @param method GET for HEAD too
 * @param path its segments as rules read them
 * @param query as sent
 * @param body as sent
 * @param commands which write in the audit log who asked
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ApiCall(
    String base,
    String method,
    List<String> path,
    String query,
    byte[] body,
    Commands commands,
    Settings settings) {
  /** Where the noun stands: behind as many segments as the base has. */
  private int noun() {
    return (int) base.chars().filter(c -> c == '/').count() - 1;
  }

  /** The segment so far behind the noun, decoded (RFC 3986 §2.1). */
  String segment(int behindNoun) {
    return URLDecoder.decode(
        path.get(noun() + behindNoun).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * The id behind the noun.
   *
   * @throws Refused when it is none of that kind, so that nothing has it
   */
  String id(String prefix) {
    String id = segment(1);
    if (!isId(prefix, id)) {
      throw new Refused(Refused.Kind.UNKNOWN, "nothing has this id");
    }
    return id;
  }

  /** Whether a text has the form of our ids: a UUID behind a prefix such as {@code usr_}. */
  static boolean isId(String prefix, String text) {
    return text.length() == prefix.length() + 36
        && text.startsWith(prefix)
        && text.substring(prefix.length()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  Members members(String... known) {
    return Members.of(body, Set.of(known));
  }

  Query parameters(String... known) {
    return new Query(query, Set.of(known));
  }

  /** Runs a command. */
  Object perform(String command, Map<String, Object> args) {
    return commands.perform(new Request(command, args));
  }

  /**
   * What is asked of one thing that is only shown and revoked.
   *
   * @param noun of its commands
   * @param prefix of its id
   */
  ApiAnswer showOrRevoke(String noun, String prefix) {
    Map<String, Object> which = Map.of("id", id(prefix));
    parameters();
    if (method.equals("DELETE")) {
      members();
      perform(noun + ".revoke", which);
      return ApiAnswer.Done.DONE;
    }
    return new ApiAnswer.Ok(perform(noun + ".show", which));
  }

  /**
   * A part of what a command lists, as {@code items} and {@code next}.
   *
   * @param prefix of the ids of what is listed
   */
  Object list(String command, Query query, String prefix, Map<String, Object> args) {
    int limit = query.limit();
    Map<String, Object> all = new HashMap<>(args);
    query
        .text("after")
        .ifPresent(after -> {
          if (!isId(prefix, after)) {
            throw new Invalid("after", "must be the next of a list before");
          }
          all.put("after", after);
        });
    all.put("limit", limit + 1); // whether there are more is told by one more
    return perform(command, all) instanceof List<?> found
        ? page(found.subList(0, Math.min(limit, found.size())), next(found, limit))
        : List.of();
  }

  /** As lists are answered. */
  static Object page(List<?> items, @Nullable Object next) {
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("items", items);
    page.put("next", next);
    return page;
  }

  private static @Nullable Object next(List<?> found, int limit) {
    return found.size() > limit && found.get(limit - 1) instanceof Map<?, ?> last
        ? last.get("id")
        : null;
  }
}
