package dev.doorward.face.shared;

import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Turns a request's head into facts. One for all faces: no two requests share a number. */
public final class Facts {
  private final InstantSource clock;
  private final AtomicLong serial = new AtomicLong(System.nanoTime());
  private final RequestIds ids = new RequestIds();

  /** Stamped by that clock. */
  public Facts(InstantSource clock) {
    this.clock = clock;
  }

  /** These facts, with a number, an id and the time. */
  public RequestFacts of(Method method, Target target, Peer peer, Fields fields) {
    return new RequestFacts(
        serial.incrementAndGet(), id(), clock.instant(), method, target, peer, fields);
  }

  /** A new request's name. */
  public UUID id() {
    return ids.next();
  }
}
