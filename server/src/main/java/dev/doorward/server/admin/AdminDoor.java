package dev.doorward.server.admin;

import dev.doorward.core.answer.ProblemType;
import dev.doorward.core.request.Target;
import dev.doorward.core.route.Origin;
import dev.doorward.face.shared.Pulse;
import dev.doorward.face.shared.RequestIds;
import dev.doorward.http.Exchange;
import dev.doorward.http.Fault;
import dev.doorward.http.Handler;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.server.wire.Wire;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin listener's handler: a section without a credential answers, or the judge is asked. */
public final class AdminDoor implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(AdminDoor.class);

  private final Origin origin;
  private final Pulse pulse;
  private final Map<String, Section> sections;
  private final Section judged;
  private final RequestIds ids = new RequestIds();

  /**
   * With these sections.
   *
   * @param origin how browsers name the listener
   * @param sections by path, which need no credential
   * @param judged everything else, host too
   */
  public AdminDoor(Origin origin, Pulse pulse, Map<String, Section> sections, Section judged) {
    this.origin = origin;
    this.pulse = pulse;
    this.sections = Map.copyOf(sections);
    this.judged = judged;
  }

  @Override
  public @Nullable Reply immediately(RequestHead head) {
    return Pulse.isAsked(head.method(), head.target()) ? Wire.reply(pulse.answer()) : null;
  }

  @Override
  public Reply handle(Exchange exchange) throws IOException {
    UUID id = ids.next();
    RequestHead head = exchange.head();
    Target target = Target.of(head.target(), head.headers().first("host"));
    Section section = sections.get(target.rawPath());
    if (section == null) {
      return judged.answer(exchange, id);
    }
    return isOurs(target.host(), head.connection().local().getPort())
        ? section.answer(exchange, id)
        : AdminAnswers.problem(421, ProblemType.MISDIRECTED, id);
  }

  @Override
  public Reply.Whole faulty(RequestHead head, Fault fault) {
    UUID id = ids.next();
    ProblemType type =
        switch (fault.kind()) {
          case MALFORMED, NO_HOST, TWO_HOSTS, BAD_BODY -> ProblemType.INVALID_REQUEST;
          case TRACE_OR_CONNECT -> ProblemType.METHOD_NOT_ALLOWED;
          case HEADER_TIMEOUT, BODY_TIMEOUT -> ProblemType.REQUEST_TIMEOUT;
          case URI_TOO_LONG -> ProblemType.TARGET_TOO_LONG;
          case FIELD_TOO_LARGE, HEADERS_TOO_LARGE, TOO_MANY_FIELDS -> ProblemType.HEADER_TOO_LARGE;
        };
    return type == ProblemType.METHOD_NOT_ALLOWED
        ? AdminAnswers.notAllowed(id)
        : AdminAnswers.problem(fault.kind().status(), type, id);
  }

  @Override
  public Reply.Whole failed(RequestHead head, Throwable bug) {
    UUID id = ids.next();
    LOG.error("admin request {} failed", id, bug);
    return AdminAnswers.problem(500, ProblemType.INTERNAL_ERROR, id);
  }

  /** A page elsewhere must not reach this listener by a name which it makes resolve to it. */
  private boolean isOurs(Optional<String> host, int port) {
    if (host.isEmpty()) {
      return false;
    }
    String named = Origin.canonical(origin.scheme(), host.get().toLowerCase(Locale.ROOT));
    return named.equals(origin.authority())
        || Origin.LOOPBACK.stream()
            .map(name -> Origin.canonical(origin.scheme(), name + ":" + port))
            .anyMatch(named::equals);
  }
}
