package dev.doorward.face.api;

import java.util.HashMap;
import java.util.Map;

/** {@code tokens}. */
final class TokensApi {
  private static final String PREFIX = "tok_";
  private static final int MOST_NAME = 200;
  private static final int MOST_SCOPE = 128;
  private static final int MOST_RESOURCE = 2048;
  private static final int MOST_ID = 64;

  private TokensApi() {}

  static ApiAnswer all(ApiCall call) {
    if (call.method().equals("POST")) {
      return issue(call);
    }
    Query query = call.parameters("after", "limit", "user");
    return new ApiAnswer.Ok(call.list("token.list", query, PREFIX, Whose.of(call, query)));
  }

  static ApiAnswer one(ApiCall call) {
    return call.showOrRevoke("token", PREFIX);
  }

  private static ApiAnswer issue(ApiCall call) {
    call.parameters();
    Members in =
        call.members("user_id", "scopes", "resource", "lifetime_seconds", "opaque", "name");
    Map<String, Object> args = new HashMap<>();
    args.put("scopes", in.texts("scopes", MOST_SCOPE));
    in.text("resource", MOST_RESOURCE).ifPresent(text -> args.put("resource", text));
    in.count("lifetime_seconds").ifPresent(n -> args.put("lifetime_seconds", Long.toString(n)));
    args.put("opaque", in.flag("opaque").orElse(false));
    in.text("name", MOST_NAME).ifPresent(text -> args.put("token_name", text));
    args.putAll(Whose.of(call, "user_id", in.need("user_id", MOST_ID)));
    return UsersApi.created(call, "tokens", call.perform("token.issue", args));
  }
}
