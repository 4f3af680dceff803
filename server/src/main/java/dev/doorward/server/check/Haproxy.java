package dev.doorward.server.check;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;

/**
 * The script for HAProxy. It relays every refusal whole, and takes an answer without {@code
 * Doorward-Status} for somebody else's (C319, C320).
 */
final class Haproxy implements Dialect {
  @Override
  public Reply.Whole permit(Headers fields, boolean judged) {
    return Dialect.marked(Permission.of(fields));
  }

  @Override
  public Reply.Whole refuse(Reply.Whole truth) {
    return Dialect.marked(truth);
  }
}
