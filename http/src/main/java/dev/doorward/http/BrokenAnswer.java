package dev.doorward.http;

import java.io.IOException;

/** What came from an application is not HTTP. */
final class BrokenAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenAnswer() {
    super("not an HTTP/1.x message");
  }
}
