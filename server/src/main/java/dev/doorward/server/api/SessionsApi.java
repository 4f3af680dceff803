package dev.doorward.server.api;

import java.util.Map;

/** {@code sessions}. */
final class SessionsApi {
  private static final String PREFIX = "ses_";

  private SessionsApi() {}

  static ApiAnswer all(ApiCall call) {
    Query query = call.parameters("after", "limit", "user");
    return new ApiAnswer.Ok(call.list("session.list", query, PREFIX, Whose.of(call, query)));
  }

  static ApiAnswer one(ApiCall call) {
    Map<String, Object> which = Map.of("id", call.id(PREFIX));
    call.parameters();
    if (call.method().equals("DELETE")) {
      call.members();
      call.perform("session.revoke", which);
      return ApiAnswer.Done.DONE;
    }
    return new ApiAnswer.Ok(call.perform("session.show", which));
  }
}
