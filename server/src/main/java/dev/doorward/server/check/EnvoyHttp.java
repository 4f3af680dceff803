package dev.doorward.server.check;

import dev.doorward.core.answer.Passage;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import java.util.ArrayList;
import java.util.List;

/**
 * The HTTP service of Envoy's {@code ext_authz}. It asks with the client's own method, Host and
 * fields, the path put behind ours ({@code path_prefix}); takes 200 alone for leave, relays every
 * other answer whole but for 5xx, of which it says {@code status_on_error} (C313, C314). What the
 * gRPC service asks and hears is the same in a message; see {@link EnvoyGrpcFace}.
 */
final class EnvoyHttp implements Dialect {
  /** Names of the client's fields which Envoy takes away, with commas between. */
  static final String REMOVE = "x-envoy-auth-headers-to-remove";

  private static final List<String> REQUIRED = List.of("Host", "X-Forwarded-Proto");

  @Override
  public boolean asksAt(String path) {
    return path.equals(CHECK) || path.startsWith(CHECK + "/") || path.equals(CHECK + "*");
  }

  @Override
  public List<String> required() {
    return REQUIRED;
  }

  @Override
  public Asked asked(RequestHead head) {
    return new Asked(
        head.method(),
        head.target().substring(CHECK.length()),
        head.headers().first("Host").orElse(""));
  }

  @Override
  public Reply.Whole permit(Headers fields, boolean judged) {
    List<String> gone = new ArrayList<>();
    for (String name : Passage.IDENTITY) {
      if (!fields.has(name)) {
        gone.add(name);
      }
    }
    if (judged) {
      gone.add("Authorization");
    }
    return Permission.complete(
        gone.isEmpty() ? fields : fields.with(REMOVE, String.join(",", gone)));
  }
}
