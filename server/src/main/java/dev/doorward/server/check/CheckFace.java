package dev.doorward.server.check;

import dev.doorward.config.Settings;
import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.answer.Failure;
import dev.doorward.core.answer.Passage;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Front;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Mind;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.Exchange;
import dev.doorward.http.Fault;
import dev.doorward.http.Handler;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.http.WireFault;
import dev.doorward.server.wire.Seldom;
import dev.doorward.server.wire.Wire;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The face which a front proxy asks whether a request may pass. The same judge as behind the door
 * decides, and the same words are written; a dialect says what of them the front can carry.
 */
public final class CheckFace implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(CheckFace.class);
  private static final String ANSWER = "/.doorward/answer";

  private final String name;
  private final Face face;
  private final Witness witness;
  private final Dialect dialect;
  private final Front front;
  private final Supplier<Policy> policy;
  private final Mind mind;
  private final Facts facts;
  private final Writer writer;
  private final Seldom incomplete = new Seldom();
  private final Seldom ownEndpoint = new Seldom();
  private final Seldom otherPath = new Seldom();
  private volatile Optional<PrefixSet> from;

  /**
   * A face.
   *
   * @param from the fronts that may ask; everybody who can reach the listener where empty
   */
  public CheckFace(
      Settings.Check settings,
      Supplier<Policy> policy,
      Mind mind,
      Facts facts,
      Writer writer,
      Witness witness) {
    this.name = settings.dialect().word();
    this.face = face(settings.dialect());
    this.witness = witness;
    this.dialect = Dialect.of(settings.dialect());
    this.front = settings.dialect().front();
    this.from = settings.from();
    this.policy = policy;
    this.mind = mind;
    this.facts = facts;
    this.writer = writer;
  }

  /** Puts other fronts in force. */
  public void adopt(Optional<PrefixSet> fronts) {
    from = fronts;
  }

  @Override
  public @Nullable Reply immediately(RequestHead head) {
    String path = path(head);
    if (path.equals(ANSWER) && believed(head)) {
      return head.headers().first("Doorward-Ticket").flatMap(dialect::kept).orElse(null);
    }
    if (!dialect.asksAt(path)) {
      return path.equals(ANSWER) ? null : elsewhere();
    }
    Policy now = policy.get();
    return switch (question(now, head)) {
      case Question.Incomplete(var why) -> incomplete(why);
      case Question.Complete(var f) -> {
        long begun = System.nanoTime();
        Optional<Verdict> v = Judge.recall(now, f, mind);
        v.ifPresent(known -> witness.decided(face, known, System.nanoTime() - begun));
        yield v.map(known -> first(now, known)).orElse(null);
      }
    };
  }

  @Override
  public Reply handle(Exchange exchange) {
    return ask(exchange.head());
  }

  /** The answer to a question; may block. */
  Reply.Whole ask(RequestHead head) {
    Policy now = policy.get();
    return switch (question(now, head)) {
      case Question.Incomplete(var why) -> incomplete(why);
      case Question.Complete(var f) -> {
        long begun = System.nanoTime();
        Verdict v = Judge.judge(now, f, mind);
        witness.decided(face, v, System.nanoTime() - begun);
        yield dialect.asksAt(path(head)) ? first(now, v) : anew(now, v);
      }
    };
  }

  @Override
  public Reply.Whole faulty(RequestHead head, Fault fault) {
    boolean host = fault.kind() == WireFault.NO_HOST || fault.kind() == WireFault.TWO_HOSTS;
    if (host && dialect.required().contains("Host")) {
      return incomplete("Host is missing or stands there twice");
    }
    return reasoned(fault.kind().status(), "check_request_faulty", facts.id());
  }

  @Override
  public Reply.Whole failed(RequestHead head, Throwable bug) {
    UUID id = facts.id();
    LOG.error("question {} of a front failed", id, bug);
    return reasoned(500, "internal_error", id);
  }

  private Question question(Policy now, RequestHead head) {
    if (!believed(head)) {
      return new Question.Incomplete("from: does not name its address, " + remote(head));
    }
    return Question.read(head, dialect, front, now.proxies().style(), facts);
  }

  private Reply.Whole first(Policy now, Verdict v) {
    return switch (now.answers().answer(v)) {
      case Answer.Permit(_, var fields) -> {
        Reply.Whole permit = dialect.permit(Wire.write(fields), Passage.isJudged(v));
        witness.answered(face, now, v, permit.status());
        yield permit;
      }
      case Answer.Say say -> {
        if (v.decision().equals(new Decision.Refuse(Reason.Forbidden.OWN_ENDPOINT))) {
          ownEndpoint.warn(
              LOG,
              "the {} front asks about {}: it must send /.doorward/ and our /.well-known/ names to"
                  + " the door's own listener unasked, or nobody can sign in",
              name,
              v.trail().facts().target().rawPath());
        }
        witness.answered(face, now, v, say.status());
        yield dialect.refuse(Wire.reply(writer.say(v.trail(), say)));
      }
      case Answer.Through _, Answer.Serve _ ->
          throw new IllegalStateException("a front which asks is told, never served");
    };
  }

  /** The second step without the first: no answer may let the request through (C300). */
  private Reply.Whole anew(Policy now, Verdict v) {
    Trail t = v.trail();
    Answer.Say answer =
        now.answers().answer(v) instanceof Answer.Say say
            ? say
            : now.answers().failure(t, Failure.INTERNAL);
    witness.answered(face, now, v, answer.status());
    return dialect.second(Wire.reply(writer.say(t, answer)));
  }

  private static Face face(Settings.Dialect dialect) {
    return switch (dialect) {
      case NGINX -> Face.NGINX;
      case CADDY -> Face.CADDY;
      case HAPROXY -> Face.HAPROXY;
      case TRAEFIK -> Face.TRAEFIK;
      case ENVOY_HTTP -> Face.ENVOY_HTTP;
      case ENVOY_GRPC -> Face.ENVOY_GRPC;
    };
  }

  private boolean believed(RequestHead head) {
    return from.isEmpty() || from.get().contains(remote(head));
  }

  private static Address remote(RequestHead head) {
    return Address.of(head.connection().remote().getAddress().getAddress());
  }

  private static String path(RequestHead head) {
    String target = head.target();
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private Reply.Whole incomplete(String why) {
    incomplete.warn(
        LOG,
        "a question of the {} front is refused: {}; examples/ has its configuration",
        name,
        why);
    return reasoned(403, "check_request_incomplete", facts.id());
  }

  private Reply.Whole elsewhere() {
    otherPath.warn(LOG, "the {} front asks at another path than {}", name, Dialect.CHECK);
    return reasoned(404, "no_such_question", facts.id());
  }

  private static Reply.Whole reasoned(int status, String reason, UUID id) {
    return new Reply.Whole(
        status,
        Headers.of(
            "Doorward-Status",
            Integer.toString(status),
            "Doorward-Reason",
            reason,
            "Cache-Control",
            "no-store",
            "X-Request-Id",
            id.toString()),
        new byte[0]);
  }
}
