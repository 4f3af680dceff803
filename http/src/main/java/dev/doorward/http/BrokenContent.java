package dev.doorward.http;

import java.io.IOException;

/** The framing of a message's content is broken. */
final class BrokenContent extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenContent(String what) {
    super(what);
  }
}
