package dev.doorward.core.answer;

import dev.doorward.core.request.Header;
import dev.doorward.core.route.Behind;
import dev.doorward.core.verdict.Verdict;
import java.util.List;

/** What a face does: forward, hand to the portal, or write. */
public sealed interface Answer {
  /** Let through to the application; {@link Passage} says what changes on the way. */
  record Through(Verdict verdict, Behind.App app) implements Answer {}

  /** A front which asked may let it through; the fields tell it what to pass on (C293). */
  record Permit(Verdict verdict, List<Header> fields) implements Answer {}

  /** An endpoint of our own answers. */
  record Serve(Verdict verdict, Behind.Own own) implements Answer {}

  /**
   * We say it ourselves. {@code fields} are complete but for those of the body.
   *
   * @param status as it is meant; {@link Body.Grpc} says what a gRPC client hears
   */
  record Say(int status, List<Header> fields, Body body) implements Answer {
    /** The status as it is sent. */
    public int sent() {
      return body instanceof Body.Grpc ? 200 : status;
    }
  }
}
