package dev.doorward.server.check;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;

/**
 * Caddy's {@code forward_auth}. It relays every refusal whole (C311), and makes text of its own of
 * an identity that is absent, so that each name is sent (C312, C325).
 */
final class Caddy implements Dialect {
  @Override
  public Reply.Whole permit(Headers fields, boolean judged) {
    return Permission.complete(fields);
  }
}
