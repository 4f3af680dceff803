package dev.doorward.http;

import org.jspecify.annotations.Nullable;

/** Asks the handler about one request; a bug of the handler's ends here, in an answer. */
record Questions(Handler handler, RequestHead head) {
  private static final byte[] NOTHING = {};

  @Nullable Reply immediately() {
    try {
      return handler.immediately(head);
    } catch (Exception | Error bug) {
      return failed(bug);
    }
  }

  Reply.Whole faulty(Fault fault) {
    try {
      return handler.faulty(head, fault);
    } catch (Exception | Error bug) {
      return failed(bug);
    }
  }

  Reply.Whole failed(Throwable bug) {
    try {
      return handler.failed(head, bug);
    } catch (Exception | Error second) {
      Logs.bug("handler", second);
      return new Reply.Whole(500, Headers.empty(), NOTHING);
    }
  }
}
