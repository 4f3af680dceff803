package dev.doorward.core.request;

import java.time.Instant;
import java.util.UUID;

/**
 * All that a decision may know of a request. Time, id and serial number are facts too, so that a
 * decision can be replayed.
 *
 * @param serial a number which no other request of this process has
 * @param id the value of {@code X-Request-Id}
 * @param at when the request was read
 */
public record RequestFacts(
    long serial, UUID id, Instant at, Method method, Target target, Peer peer, Fields fields) {
  /** These facts under another id, for a trusted proxy which named one. */
  public RequestFacts withId(UUID other) {
    return new RequestFacts(serial, other, at, method, target, peer, fields);
  }

  /** Whether this has the exact shape of a CORS preflight (Fetch, CORS-preflight request). */
  public boolean isPreflight() {
    return method.token().equals("OPTIONS")
        && fields.has(Field.ORIGIN)
        && fields.has(Field.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** Whether a body was announced. RFC 9112 §6. */
  public boolean hasBody() {
    return fields.has(Field.TRANSFER_ENCODING)
        || fields.first(Field.CONTENT_LENGTH).filter(n -> !n.trim().equals("0")).isPresent();
  }
}
