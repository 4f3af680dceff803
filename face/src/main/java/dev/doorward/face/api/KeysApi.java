package dev.doorward.face.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code keys}. */
final class KeysApi {
  private KeysApi() {}

  static ApiAnswer list(ApiCall call) {
    Query query = call.parameters("after", "limit");
    List<?> all = call.perform("key.list", Map.of()) instanceof List<?> list ? list : List.of();
    int from = query.text("after").map(after -> behind(all, after)).orElse(0);
    int to = Math.min(all.size(), from + query.limit());
    return new ApiAnswer.Ok(
        ApiCall.page(all.subList(from, to), to < all.size() ? id(all.get(to - 1)) : null));
  }

  static ApiAnswer rotate(ApiCall call) {
    call.parameters();
    call.members();
    return new ApiAnswer.Ok(call.perform("key.rotate", Map.of()));
  }

  private static int behind(List<?> all, String after) {
    for (int i = 0; i < all.size(); i++) {
      if (after.equals(id(all.get(i)))) {
        return i + 1;
      }
    }
    throw new Invalid("after", "must be the next of a list before");
  }

  private static @Nullable Object id(Object key) {
    return key instanceof Map<?, ?> map ? map.get("id") : null;
  }
}
