package dev.doorward.server.face;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.where.Address;
import dev.doorward.http.Headers;
import dev.doorward.http.RequestHead;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** What a request's head says, with a number, an id and the time. */
  public RequestFacts of(RequestHead head) {
    var connection = head.connection();
    Peer peer =
        new Peer(
            Address.of(connection.remote().getAddress().getAddress()),
            connection.local().getPort(),
            connection.local().getAddress().isLoopbackAddress(),
            connection.tls(),
            connection.serverName(),
            Front.NONE);
    return of(
        new Method(head.method()),
        Target.of(head.target(), head.headers().first("host")),
        peer,
        fields(head.headers()));
  }

  /** These facts, with a number, an id and the time. */
  public RequestFacts of(Method method, Target target, Peer peer, Fields fields) {
    return new RequestFacts(
        serial.incrementAndGet(), id(), clock.instant(), method, target, peer, fields);
  }

  /** The fields of a head, asked by the closed set. */
  public static Fields fields(Headers headers) {
    return new Wire(headers);
  }

  /** A new request's name. */
  public UUID id() {
    return ids.next();
  }

  /** Fields as the core takes them. */
  public static List<Header> fromWire(Headers headers) {
    List<Header> out = new ArrayList<>(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      out.add(new Header(headers.name(i), headers.value(i)));
    }
    return out;
  }

  /** Fields as the edge takes them. */
  public static Headers toWire(List<Header> fields) {
    Headers.Builder out = Headers.builder();
    for (Header field : fields) {
      out.add(field.name(), field.value());
    }
    return out.build();
  }

  private record Wire(Headers headers) implements Fields {
    @Override
    public List<String> all(Field field) {
      return headers.all(field.wire());
    }

    @Override
    public Optional<String> first(Field field) {
      return headers.first(field.wire());
    }

    @Override
    public boolean has(Field field) {
      return headers.has(field.wire());
    }
  }
}
