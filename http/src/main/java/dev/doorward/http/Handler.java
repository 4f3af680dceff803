package dev.doorward.http;

import org.jspecify.annotations.Nullable;

/** Who answers. Called by many threads at once. */
public interface Handler {
  /**
   * An answer that needs no waiting. Runs on the event loop: must not block.
   *
   * @return null to be asked by {@link #handle}
   */
  @Nullable Reply immediately(RequestHead head);

  /**
   * Runs on a virtual thread of its own and may block.
   *
   * @throws Exception a bug or broken I/O; ends in {@link #failed}, unless the client has gone or
   *     its request was faulty
   */
  Reply handle(Exchange exchange) throws Exception;

  /**
   * The answer to a faulty request; the connection is closed after it, but for TRACE. Runs on the
   * event loop.
   *
   * @param head what could be read: fields that break the grammar are left out, a target that does
   *     is percent-encoded, one too long is cut
   */
  Reply.Whole faulty(RequestHead head, Fault fault);

  /** The answer when another method of this handler threw. May run on the event loop. */
  Reply.Whole failed(RequestHead head, Throwable bug);
}
