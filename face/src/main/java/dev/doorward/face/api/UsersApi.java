package dev.doorward.face.api;

import dev.doorward.identity.people.Refused;
import dev.doorward.identity.people.User;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code users}. */
final class UsersApi {
  static final String PREFIX = "usr_";

  private static final int MOST_NAME = 64;
  private static final int MOST_DISPLAY = 200;

  /** RFC 5321 §4.5.3.1. */
  private static final int MOST_EMAIL = 254;

  /** What the rules for passwords say themselves is less. */
  private static final int MOST_PASSWORD = 1024;

  private UsersApi() {}

  static ApiAnswer all(ApiCall call) {
    return call.method().equals("POST") ? add(call) : list(call);
  }

  static ApiAnswer one(ApiCall call) {
    Map<String, Object> whom = whom(call);
    call.parameters();
    return switch (call.method()) {
      case "PATCH" -> change(call, whom);
      case "DELETE" -> {
        call.members();
        call.perform("user.remove", whom);
        yield ApiAnswer.Done.DONE;
      }
      default -> new ApiAnswer.Ok(call.perform("user.show", whom));
    };
  }

  static ApiAnswer password(ApiCall call) {
    Map<String, Object> args = whom(call);
    call.parameters();
    Members in = call.members("password", "must_change");
    boolean mustChange = in.flag("must_change").orElse(false);
    Optional<String> password = in.secret("password", MOST_PASSWORD);
    if (password.isEmpty() && !mustChange) {
      throw new Invalid("password", "is missing, and must_change does not ask for a new one");
    }
    password.ifPresent(text -> args.put("password", text));
    args.put("must_change", mustChange);
    call.perform("user.password", args);
    return ApiAnswer.Done.DONE;
  }

  static ApiAnswer role(ApiCall call) {
    Map<String, Object> args = whom(call);
    call.parameters();
    call.members();
    args.put("role", call.segment(3));
    if (call.method().equals("DELETE")) {
      call.perform("role.revoke", args);
      return ApiAnswer.Done.DONE;
    }
    try {
      call.perform("role.grant", args);
    } catch (Refused e) {
      // PUT says how it shall be (RFC 9110 §9.3.4), and so it is.
      if (e.kind() != Refused.Kind.ALREADY) {
        throw e;
      }
    }
    return ApiAnswer.Done.DONE;
  }

  private static ApiAnswer list(ApiCall call) {
    Query query = call.parameters("after", "limit");
    return new ApiAnswer.Ok(call.list("user.list", query, PREFIX, Map.of()));
  }

  private static ApiAnswer add(ApiCall call) {
    call.parameters();
    Members in = call.members("name", "display", "email", "roles", "password", "must_change");
    Map<String, Object> args = new HashMap<>();
    args.put("name", in.need("name", MOST_NAME));
    in.text("display", MOST_DISPLAY).ifPresent(text -> args.put("display", text));
    in.text("email", MOST_EMAIL).ifPresent(text -> args.put("email", text));
    args.put("roles", in.texts("roles", MOST_NAME));
    in.secret("password", MOST_PASSWORD).ifPresent(text -> args.put("password", text));
    args.put("must_change", in.flag("must_change").orElse(false));
    Object made = call.perform("user.add", args);
    return created(call, "users", made);
  }

  private static ApiAnswer change(ApiCall call, Map<String, Object> args) {
    Members in = call.members("state", "display", "email");
    in.text("state", MOST_NAME).map(UsersApi::state).ifPresent(s -> args.put("state", s.name()));
    text(in, "display", MOST_DISPLAY).ifPresent(text -> args.put("display", text));
    text(in, "email", MOST_EMAIL).ifPresent(text -> args.put("email", text));
    return new ApiAnswer.Ok(call.perform("user.change", args));
  }

  /** Null removes what is there (RFC 7396). */
  private static Optional<String> text(Members in, String name, int most) {
    return in.isNull(name) ? Optional.of("") : in.text(name, most);
  }

  private static User.State state(String word) {
    List<User.State> offered = List.of(User.State.ACTIVE, User.State.SUSPENDED);
    return Arrays.stream(User.State.values())
        .filter(offered::contains)
        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new Invalid("state", "must be active or suspended"));
  }

  static ApiAnswer created(ApiCall call, String noun, Object made) {
    Object id = made instanceof Map<?, ?> map ? map.get("id") : null;
    return new ApiAnswer.Created(call.base() + noun + "/" + id, made);
  }

  private static Map<String, Object> whom(ApiCall call) {
    Map<String, Object> args = new HashMap<>();
    args.put("user_id", call.id(PREFIX));
    return args;
  }
}
