package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pipes one request to an application and its answer back, never holding more than one backlog
 * either way. For the event loop only.
 */
final class Forwarding implements UpstreamLink.Owner {
  /** Applications that know nothing of Expect would wait for the content for ever. */
  private static final long EXPECTING = TimeUnit.SECONDS.toNanos(1);

  /** A request that is still being sent by then is a stream. */
  private static final long OPEN = TimeUnit.SECONDS.toNanos(1);

  /** More interim answers than that to one request are no way to answer it. */
  private static final int MOST_INTERIMS = 100;

  private final ClientExchange exchange;
  private final Loop loop;
  private final Reply.Forward forward;
  private final boolean upgrade;
  private RequestSender sender;
  private @Nullable UpstreamLink upstream;
  private @Nullable AnswerWriter answer;
  private @Nullable Tunnel tunnel;
  private @Nullable OpenStream stream;
  private boolean over;

  /** When the request began to be sent, and from its end on when that was. */
  private long since = System.nanoTime();

  /** For how long it was the client whose content we waited for, as far as was looked at. */
  private long awaited;

  private long lookedAt = since;
  private boolean sent;
  private boolean repeated;
  private int interims;

  Forwarding(ClientExchange exchange, Loop loop, Reply.Forward forward) {
    this.exchange = exchange;
    this.loop = loop;
    this.forward = forward;
    this.upgrade =
        exchange.body.framing().isEmpty()
            && forward.method().equals("GET")
            && exchange.head().version() != Version.HTTP_1_0
            && Hops.isWebSocket(exchange.head().headers())
            && forward.headers().has("Upgrade")
            && !forward.upstream().http2();
    this.sender = new RequestSender(forward, exchange.body, upgrade);
  }

  void start() {
    exchange.body.rewind();
    exchange.body.taker(this::pump);
    take();
  }

  private void take() {
    loop.pool.take(forward.upstream(), this::connected, () -> fail(UpstreamFailure.UNREACHABLE));
  }

  private void connected(UpstreamLink link) {
    if (over) {
      link.close();
      return;
    }
    upstream = link;
    since = System.nanoTime();
    lookedAt = since;
    link.own(this, forward.method().equals("HEAD"), upgrade);
    sender.head(link, exchange.isExpecting());
    pump();
  }

  // ---- towards the application

  private void pump() {
    if (over) {
      return;
    }
    if (exchange.body.isBroken()) {
      exchange.broken();
      return;
    }
    if (upstream == null) {
      return;
    }
    if (exchange.body.received() > 0) {
      exchange.expectsNoMore();
    }
    if (!sent && sender.pump(upstream)) {
      sent = true;
      since = System.nanoTime();
    }
    exchange.client.regulate();
  }

  @Override
  public void upstreamWritable() {
    if (tunnel != null) {
      tunnel.upstreamWritable();
    } else {
      pump();
    }
  }

  // ---- towards the client

  @Override
  public void interim(int status, Headers headers) {
    if (++interims > MOST_INTERIMS) {
      fail(UpstreamFailure.BROKEN);
      return;
    }
    since = System.nanoTime();
    if (status == 100) {
      exchange.goOn();
    } else if (exchange.head().version() != Version.HTTP_1_0) {
      // What may not come after the content may not come before it either: the final answer's
      // fields are looked at by the handler, these are not.
      exchange.client.interim(status, Trailers.pass(Hops.stripResponse(headers)));
    }
  }

  @Override
  public void head(int status, Headers headers, Framing framing) {
    if (exchange.client.takesForWebSocket(status)) {
      fail(UpstreamFailure.BROKEN);
      return;
    }
    ResponseHead head = rewritten(status, headers);
    if (head == null) {
      return;
    }
    String sized = framing.kind() == Framing.Kind.NONE ? length(status, headers) : null;
    answer = new AnswerWriter(exchange, framing);
    answer.head(head, sized);
    exchange.headSent();
  }

  /** A HEAD's or 304's answer may say how long the content would be (RFC 9110 §8.6). */
  private static @Nullable String length(int status, Headers headers) {
    return status == 204 ? null : headers.first("Content-Length").orElse(null);
  }

  private @Nullable ResponseHead rewritten(int status, Headers headers) {
    try {
      return forward.rewrite().apply(new ResponseHead(status, Hops.stripResponse(headers)));
    } catch (RuntimeException | Error bug) {
      drop();
      exchange.failed(bug);
      return null;
    }
  }

  @Override
  public void upgraded(Headers headers) {
    ResponseHead head = rewritten(101, headers);
    if (head == null || upstream == null) {
      return;
    }
    if (!exchange.client.upgrade(head)) {
      fail(UpstreamFailure.BROKEN);
      return;
    }
    exchange.headSent();
    tunnel = new Tunnel(exchange.client, upstream, loop);
    exchange.become(tunnel);
    Streams.announce(forward, tunnel.stream());
  }

  @Override
  public void data(ByteBuf in, int length) {
    if (tunnel != null) {
      tunnel.fromUpstream(in.readRetainedSlice(length));
    } else if (answer != null) {
      answer.data(in.readRetainedSlice(length));
      regulate();
    } else {
      in.skipBytes(length);
    }
  }

  @Override
  public void end(Headers trailers) {
    AnswerWriter ended = answer;
    UpstreamLink served = upstream;
    if (ended == null || served == null || over) {
      return;
    }
    over = true;
    upstream = null;
    if (sent) {
      served.release();
    } else {
      served.close();
    }
    boolean keep = ended.end(Trailers.pass(trailers));
    closeStream();
    exchange.answered(keep);
  }

  @Override
  public void readComplete() {
    if (tunnel != null) {
      tunnel.readComplete();
      return;
    }
    if (over) {
      return;
    }
    exchange.client.unflushed();
    if (answer != null && answer.isOpenEnded()) {
      announce();
    }
  }

  private void announce() {
    if (stream == null) {
      stream = new OpenStream(loop.eventLoop, false, this::endStream);
      Streams.announce(forward, stream);
    }
  }

  void clientWritable() {
    regulate();
  }

  /** Reads of the application only what the client takes. */
  private void regulate() {
    if (upstream != null) {
      upstream.read(exchange.client.isWritable());
    }
  }

  // ---- other ends

  @Override
  public void lost() {
    if (tunnel != null) {
      tunnel.upstreamClosed();
    } else {
      fail(UpstreamFailure.BROKEN);
    }
  }

  /** Sends it once more, where all of the content is still here (RFC 9113 §8.7). */
  @Override
  public void refused() {
    if (over || repeated || answer != null || !exchange.body.replay()) {
      lost();
      return;
    }
    repeated = true;
    sent = false;
    upstream = null;
    sender = new RequestSender(forward, exchange.body, upgrade);
    take();
  }

  private void fail(UpstreamFailure failure) {
    if (over) {
      return;
    }
    drop();
    if (exchange.isHeadSent()) {
      closeStream();
      exchange.client.truncate(answer != null && answer.needsReset());
      return;
    }
    Reply.Whole reply;
    try {
      reply = forward.failed().apply(failure);
    } catch (RuntimeException | Error bug) {
      exchange.failed(bug);
      return;
    }
    exchange.whole(reply, false);
  }

  /** The client has gone or is refused: the application need not go on. */
  void cancel() {
    drop();
    closeStream();
  }

  private void drop() {
    over = true;
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
  }

  private void endStream(Ending ending) {
    if (over) {
      return;
    }
    drop();
    if (answer == null) {
      closeStream();
      exchange.whole(ending.refusal(), true);
    } else if (answer.isEventStream()) {
      end(answer, Headers.empty());
    } else if (ending.last().isPresent()) {
      Ending.Last last = ending.last().get();
      answer.data(Unpooled.wrappedBuffer(last.content()));
      end(answer, last.trailers());
    } else {
      closeStream();
      exchange.client.truncate(answer.needsReset());
    }
  }

  private void end(AnswerWriter ended, Headers trailers) {
    ended.end(trailers);
    closeStream();
    exchange.answered(false);
  }

  private void closeStream() {
    if (stream != null) {
      stream.closed();
    }
  }

  /** The server stops: an event stream would go on for ever, so it ends; its client comes back. */
  void stop() {
    if (answer != null && answer.isEventStream() && !over) {
      drop();
      end(answer, Headers.empty());
    }
  }

  /** Whether the request has no known end, as a call of gRPC that streams to the application. */
  private boolean isOpenEnded() {
    return !sent && exchange.body.framing().kind() == Framing.Kind.CHUNKED;
  }

  void check(long now) {
    if (over || upstream == null) {
      return;
    }
    Timeouts timeouts = loop.edge.timeouts;
    if (answer == null && isOpenEnded() && now - since > OPEN) {
      announce();
    }
    long heard = Math.max(upstream.lastRead(), exchange.client.lastRead());
    long stalled = upstream.stalled(now);
    if (answer != null) {
      var allowed = answer.isOpenEnded() ? timeouts.stream() : timeouts.idle();
      if (now - Math.max(heard, since) > allowed.toNanos() && !exchange.client.hasUnsent()) {
        fail(UpstreamFailure.TIMED_OUT);
      }
    } else if (sent || stalled > 0) {
      long waited = sent ? now - Math.max(since, upstream.lastRead()) : stalled;
      if (waited > timeouts.upstream().toNanos()) {
        fail(UpstreamFailure.TIMED_OUT);
      }
    } else if (exchange.isExpecting()) {
      if (now - since > EXPECTING) {
        exchange.goOn();
      }
    } else if (isLate(now, timeouts.idle().toNanos())) {
      exchange.broken(Fault.of(WireFault.BODY_TIMEOUT));
    }
    lookedAt = now;
  }

  /** Whether the content does not come, or comes too slowly for one which has an end. */
  private boolean isLate(long now, long idle) {
    if (exchange.body.queued() == 0) {
      awaited += now - lookedAt;
    }
    return now - Math.max(since, exchange.client.lastRead()) > idle
        || !isOpenEnded() && awaited > Trickle.allowed(idle, exchange.body.received());
  }
}
