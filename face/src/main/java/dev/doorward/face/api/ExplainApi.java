package dev.doorward.face.api;

import java.util.HashMap;
import java.util.Map;

/** {@code explain}. */
final class ExplainApi {
  private static final int MOST = 8192;
  private static final int MOST_WORD = 64;

  private ExplainApi() {}

  static ApiAnswer explain(ApiCall call) {
    call.parameters();
    Members in = call.members("method", "url", "user_id", "from", "headers", "dialect");
    Map<String, Object> args = new HashMap<>();
    args.put("method", in.text("method", MOST_WORD).orElse("GET"));
    args.put("url", in.need("url", MOST));
    in.text("from", MOST_WORD).ifPresent(text -> args.put("from", text));
    in.text("dialect", MOST_WORD).ifPresent(text -> args.put("dialect", text));
    args.put("headers", in.texts("headers", MOST));
    in.text("user_id", MOST_WORD).ifPresent(id -> args.putAll(Whose.of(call, "user_id", id)));
    return new ApiAnswer.Ok(call.perform("explain", args));
  }
}
