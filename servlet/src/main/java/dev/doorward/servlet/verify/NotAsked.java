package dev.doorward.servlet.verify;

import dev.doorward.core.may.Reason;

/** A question which was not put, so that nobody can tell. */
final class NotAsked extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason.Later why;

  NotAsked(Reason.Later why) {
    super("not asked: " + why.word(), null, false, false); // thrown by the thousand in a flood
    this.why = why;
  }

  Reason.Later why() {
    return why;
  }
}
