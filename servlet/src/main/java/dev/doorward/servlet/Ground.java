package dev.doorward.servlet;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Event;
import dev.doorward.core.may.Identify;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.shared.Said;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** What the face inside an application stands on: a store of its own, or another Doorward. */
interface Ground extends AutoCloseable {
  /** Who it is. */
  Identify mind();

  /** Words as fields and bytes. */
  Writer writer();

  /** Told of every verdict and answer. */
  Witness witness();

  /**
   * Answers a request to an endpoint of ours. May block.
   *
   * @param again judges the same request anew
   * @throws IOException when the request's content did not come
   */
  Said serve(Settings now, Verdict allowed, HttpServletRequest request, Supplier<Verdict> again)
      throws IOException;

  /** Takes over what may change while it runs. */
  void adopt(Settings next);

  /** Opens logs anew, after a rotation. */
  void reopen();

  /** Writes down what happened. */
  void note(Event event);

  /** Removes what is long over. May block. */
  void sweep();

  /** What is wrong, in words for an operator; empty when nothing is. */
  Optional<String> trouble();

  @Override
  void close();
}
