package dev.doorward.face.api;

/** {@code sessions}. */
final class SessionsApi {
  private static final String PREFIX = "ses_";

  private SessionsApi() {}

  static ApiAnswer all(ApiCall call) {
    Query query = call.parameters("after", "limit", "user");
    return new ApiAnswer.Ok(call.list("session.list", query, PREFIX, Whose.of(call, query)));
  }

  static ApiAnswer one(ApiCall call) {
    return call.showOrRevoke("session", PREFIX);
  }
}
