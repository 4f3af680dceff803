package dev.doorward.server.door;

import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.answer.Failure;
import dev.doorward.core.answer.Passage;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Behind;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Upkeep;
import dev.doorward.face.shared.Endpoints;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Mind;
import dev.doorward.face.shared.Pulse;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.Exchange;
import dev.doorward.http.Fault;
import dev.doorward.http.Handler;
import dev.doorward.http.Headers;
import dev.doorward.http.Hops;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.http.ResponseHead;
import dev.doorward.http.Upstream;
import dev.doorward.http.UpstreamFailure;
import dev.doorward.server.wire.Seldom;
import dev.doorward.server.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reverse proxy's face. Reads facts, has them judged, writes the answer. */
public final class Door implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final Mind mind;
  private final Endpoints endpoints;
  private final Pulse pulse;
  private final Facts facts;
  private final Writer writer;
  private final OpenStreams streams;
  private final Witness witness;
  private final Map<String, Upstream> upstreams = new ConcurrentHashMap<>();
  private final Map<String, Seldom> complaints = new ConcurrentHashMap<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile Policy policy;

  /**
   * Under that policy, for a start.
   *
   * @param witness is told of every verdict and answer, but of those about health
   */
  public Door(
      Policy policy,
      Mind mind,
      Endpoints endpoints,
      Pulse pulse,
      Facts facts,
      Writer writer,
      InstantSource clock,
      Witness witness) {
    this.policy = policy;
    this.mind = mind;
    this.endpoints = endpoints;
    this.pulse = pulse;
    this.facts = facts;
    this.writer = writer;
    this.witness = witness;
    this.streams = new OpenStreams(mind, () -> this.policy, writer, clock);
  }

  /** The policy in force. */
  public Policy policy() {
    return policy;
  }

  /** Puts another policy in force, for requests that begin from now on (C245). */
  public void publish(Policy next) {
    policy = next;
  }

  /** Has what is open judged again, soon; asked for many times meanwhile, it is done once. */
  public void judgeStreamsSoon() {
    if (due.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        due.set(false);
        streams.judgeAgain();
      });
    }
  }

  @Override
  public @Nullable Reply immediately(RequestHead head) {
    if (Pulse.isAsked(head.method(), head.target())) {
      return Wire.reply(pulse.answer());
    }
    Policy now = policy;
    long begun = System.nanoTime();
    RequestFacts f = Wire.facts(facts, head);
    Optional<Verdict> v = Judge.recall(now, f, mind);
    return v.isPresent() && !isServed(v.get()) ? reply(now, v.get(), head, begun) : null;
  }

  @Override
  public Reply handle(Exchange exchange) throws IOException {
    Policy now = policy;
    long begun = System.nanoTime();
    RequestFacts f = Wire.facts(facts, exchange.head());
    Verdict v = Judge.judge(now, f, mind);
    if (isServed(v)) {
      witness.decided(Face.DOOR, v, System.nanoTime() - begun);
      return Wire.reply(
          endpoints.serve(
              Face.DOOR,
              now,
              v,
              Wire.agent(exchange.head()),
              Wire.content(exchange),
              () -> Judge.judge(now, f, mind)));
    }
    return reply(now, v, exchange.head(), begun);
  }

  @Override
  public Reply.Whole faulty(RequestHead head, Fault fault) {
    Policy now = policy;
    Trail t = now.trail(Wire.facts(facts, head));
    Reason.ToRepair why =
        switch (fault.kind()) {
          case MALFORMED, NO_HOST, TWO_HOSTS, BAD_BODY -> Reason.Fault.INVALID_REQUEST;
          case TRACE_OR_CONNECT -> new Reason.WrongMethod(Method.ALL);
          case HEADER_TIMEOUT, BODY_TIMEOUT -> Reason.Fault.TIMEOUT;
          case URI_TOO_LONG -> Reason.Fault.TARGET_TOO_LONG;
          case FIELD_TOO_LARGE, HEADERS_TOO_LARGE, TOO_MANY_FIELDS ->
              new Reason.HeaderTooLarge(fault.field().orElse(""));
        };
    Verdict v = t.ends(new Decision.Repair(why));
    witness.decided(Face.DOOR, v, 0);
    return said(now, v, now.answers().say(v));
  }

  @Override
  public Reply.Whole failed(RequestHead head, Throwable bug) {
    Policy now = policy;
    Trail t = now.trail(Wire.facts(facts, head));
    LOG.error("request {} failed", t.facts().id(), bug);
    return said(
        now, t.ends(new Decision.Allow(Upkeep.NONE)), now.answers().failure(t, Failure.INTERNAL));
  }

  /** Whether an endpoint of our own must be asked, which may block. */
  private static boolean isServed(Verdict v) {
    return v.decision() instanceof Decision.Allow
        && v.trail().route().behind() instanceof Behind.Own;
  }

  private Reply reply(Policy now, Verdict v, RequestHead head, long begun) {
    long decided = System.nanoTime();
    witness.decided(Face.DOOR, v, decided - begun);
    return switch (now.answers().answer(v)) {
      case Answer.Say say -> said(now, v, say);
      case Answer.Through(_, var app) -> forward(now, v, head, app.url(), decided);
      case Answer.Serve _ -> throw new IllegalStateException("what is served, is so before");
      case Answer.Permit _ -> throw new IllegalStateException("nobody asks the door");
    };
  }

  private Reply.Whole said(Policy now, Verdict v, Answer.Say say) {
    witness.answered(Face.DOOR, now, v, say.status());
    return Wire.reply(writer.say(v.trail(), say));
  }

  private Reply forward(Policy now, Verdict v, RequestHead head, String url, long decided) {
    Headers fields = Wire.write(Passage.towardsApp(v, Wire.read(Hops.strip(head.headers()))));
    return new Reply.Forward(
        upstreams.computeIfAbsent(url, Door::upstream),
        head.method(),
        v.trail().facts().target().raw(),
        fields,
        answer -> {
          witness.upstream(System.nanoTime() - decided);
          witness.answered(Face.DOOR, now, v, answer.status());
          return new ResponseHead(
              answer.status(), Wire.write(Passage.towardsClient(v, Wire.read(answer.headers()))));
        },
        failure -> {
          complaints.computeIfAbsent(url, _ -> new Seldom()).warn(LOG, complaint(failure), url);
          return said(now, v, now.answers().failure(v.trail(), failure(failure)));
        },
        stream -> streams.add(v, stream));
  }

  private static String complaint(UpstreamFailure failure) {
    return switch (failure) {
      case UNREACHABLE -> "the application at {} cannot be reached; answered 502";
      case BROKEN -> "the application at {} broke off, or its answer is not HTTP; answered 502";
      case TIMED_OUT ->
          "the application at {} did not answer within timeouts.upstream; answered 504";
    };
  }

  private static Failure failure(UpstreamFailure failure) {
    return switch (failure) {
      case UNREACHABLE, BROKEN -> Failure.UNREACHABLE;
      case TIMED_OUT -> Failure.TIMED_OUT;
    };
  }

  private static Upstream upstream(String url) {
    URI uri = URI.create(url);
    String host = uri.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    boolean http2 = "h2c".equalsIgnoreCase(uri.getScheme());
    return new Upstream(bare, uri.getPort() < 0 ? 80 : uri.getPort(), false, http2);
  }
}
