package dev.doorward.server.check;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;

/**
 * The script for HAProxy. It relays every refusal whole, and takes an answer without {@code
 * Doorward-Status} for somebody else's (C319, C320).
 */
final class Haproxy implements Dialect {
  @Override
  public Reply.Whole permit(Headers fields) {
    return marked(Permission.of(fields));
  }

  @Override
  public Reply.Whole refuse(Reply.Whole truth) {
    return marked(truth);
  }

  /** With the true status in a field of its own. */
  static Reply.Whole marked(Reply.Whole truth) {
    return new Reply.Whole(
        truth.status(),
        truth.headers().with("Doorward-Status", Integer.toString(truth.status())),
        truth.body());
  }
}
