package dev.doorward.http;

import java.io.IOException;

/** A request being handled. For the thread that handles it. */
public interface Exchange {
  RequestHead head();

  /**
   * The whole content. Blocks until it is here; sends 100 (Continue) first where the client waits
   * for it (RFC 9110 §10.1.1). May be called again. The request can still be forwarded after it,
   * content included, also when it proved too large.
   *
   * @param limit in octets
   * @throws BodyTooLarge when it is larger, known as early as its length is
   * @throws IOException when the client has gone, was too slow or broke the framing; what {@code
   *     handle} then returns or throws is ignored
   */
  byte[] body(int limit) throws BodyTooLarge, IOException;
}
