package dev.doorward.server.check;

import dev.doorward.core.answer.Passage;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;

/** The one answer which lets a request through: 200, with fields and no content (C293). */
final class Permission {
  private static final byte[] NOTHING = new byte[0];

  private Permission() {}

  static Reply.Whole of(Headers fields) {
    return new Reply.Whole(200, fields, NOTHING);
  }

  /** With every name by which applications are told who calls: a front may keep a client's copy. */
  static Reply.Whole complete(Headers fields) {
    Headers.Builder all = fields.toBuilder();
    for (String name : Passage.IDENTITY) {
      if (!fields.has(name)) {
        all.add(name, "");
      }
    }
    return of(all.build());
  }
}
