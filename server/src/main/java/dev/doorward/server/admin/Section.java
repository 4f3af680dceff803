package dev.doorward.server.admin;

import dev.doorward.http.Exchange;
import dev.doorward.http.Reply;
import java.io.IOException;
import java.util.UUID;

/** A part of what the admin listener answers. */
@FunctionalInterface
public interface Section {
  /**
   * Answers. Runs on a virtual thread and may block.
   *
   * @param id the request's id, which the answer must carry as {@code X-Request-Id}
   * @throws IOException when the request's content did not come
   */
  Reply.Whole answer(Exchange exchange, UUID id) throws IOException;
}
