package dev.doorward.face.api;

import dev.doorward.identity.people.Refused;
import java.util.Map;

/** A user whom a body or a query names. */
final class Whose {
  private Whose() {}

  /** Of the parameter {@code user}, where it is there. */
  static Map<String, Object> of(ApiCall call, Query query) {
    return query.text("user").map(id -> of(call, "user", id)).orElse(Map.of());
  }

  /**
   * The arguments of commands which name that user.
   *
   * @throws Invalid when there is none: the address is right, so this is no 404
   */
  static Map<String, Object> of(ApiCall call, String member, String id) {
    Map<String, Object> args = Map.of("user_id", id);
    try {
      if (ApiCall.isId(UsersApi.PREFIX, id)) {
        call.perform("user.show", args);
        return args;
      }
    } catch (Refused e) {
      if (e.kind() != Refused.Kind.UNKNOWN) {
        throw e;
      }
    }
    throw new Invalid(member, "must be the id of a user");
  }
}
