package dev.doorward.http;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. All but {@link #body} is for the event loop.
 *
 * <p>Ends once the answer is written and the request's content read, drained or given up.
 */
final class ClientExchange implements Exchange {
  /** So much of a content which nobody wants is still read to keep the client. */
  private static final int DRAINED = 64 * 1024;

  final Client client;
  final RequestBody body;
  private final Loop loop;
  private final RequestHead head;
  private final Questions questions;

  /** The client waits for 100 (Continue) before it sends. */
  private boolean expecting;

  private boolean persistent;
  private boolean headSent;
  private boolean answered;
  private boolean over;

  /** The handler's reply is of no use any more; it may be told so by an exception. */
  private volatile boolean abandoned;

  /** Since when content that nobody wants is read. */
  private long drainingSince;

  private @Nullable Collecting collecting;
  private @Nullable Forwarding forwarding;

  ClientExchange(Client client, RequestHead head, RequestBody body) {
    this.client = client;
    this.loop = client.loop();
    this.head = head;
    this.questions = new Questions(loop.edge.handler, head);
    this.body = body;
    Headers headers = head.headers();
    boolean modern = head.version() != Version.HTTP_1_0;
    this.persistent =
        modern ? !headers.lists("Connection", "close") : headers.lists("Connection", "keep-alive");
    this.expecting = modern && !body.isEnded() && headers.lists("Expect", "100-continue");
  }

  @Override
  public RequestHead head() {
    return head;
  }

  // ---- asking the handler

  void start() {
    if (body.isBroken()) {
      broken();
      return;
    }
    if (body.received() > 0) {
      expecting = false;
    }
    Reply reply = questions.immediately();
    if (reply != null) {
      answer(reply);
    } else {
      body.taker(this::news);
      Thread.ofVirtual().name("exchange").start(this::ask);
    }
  }

  /** On the virtual thread. */
  private void ask() {
    Reply reply;
    try {
      reply = loop.edge.handler.handle(this);
    } catch (Exception | Error bug) {
      if (abandoned) {
        return; // it was told that the client has gone or is refused
      }
      reply = questions.failed(bug);
    }
    Reply made = reply;
    onLoop(() -> answer(made));
  }

  private boolean onLoop(Runnable task) {
    try {
      loop.eventLoop.execute(task);
      return true;
    } catch (RejectedExecutionException _) {
      return false; // the server was stopped, and the connection with it
    }
  }

  /** Something of the server's threw before an answer began. */
  void failed(Throwable bug) {
    whole(questions.failed(bug), true);
  }

  /** Content came while the handler thinks. */
  private void news() {
    if (body.isBroken()) {
      broken();
    } else if (collecting != null) {
      if (collecting.news()) {
        collecting = null;
      } else {
        goOn();
        client.regulate();
      }
    }
  }

  private void answer(Reply reply) {
    if (over || headSent) {
      return;
    }
    body.taker(null);
    try {
      switch (reply) {
        case Reply.Whole whole -> whole(whole, false);
        case Reply.Forward forward -> forward(forward);
      }
    } catch (RuntimeException | Error bug) {
      if (headSent) {
        throw bug;
      }
      failed(bug);
    }
  }

  private void forward(Reply.Forward forward) {
    if (client.isInputClosed()) {
      gone();
      client.close();
      return;
    }
    forwarding = new Forwarding(this, loop, forward);
    forwarding.start();
  }

  // ---- our own answers

  /** Refuses what came; nothing that follows on this connection is looked at. */
  void refuse(Fault fault, boolean close) {
    whole(questions.faulty(fault), close);
  }

  /** The content broke its framing, or did not come in time. */
  void broken() {
    broken(Fault.of(WireFault.BAD_BODY));
  }

  void broken(Fault fault) {
    abandoned = true;
    body.fail();
    if (collecting != null) {
      collecting.fail("the request's content is broken");
    }
    if (forwarding != null) {
      forwarding.cancel();
    }
    if (headSent) {
      client.abort();
    } else {
      refuse(fault, true);
    }
  }

  void whole(Reply.Whole given, boolean close) {
    boolean keep = !close && keeps();
    headSent = true;
    Reply.Whole whole = client.takesForWebSocket(given.status()) ? noWebSocket(given) : given;
    client.whole(whole, head.method().equals("HEAD"), persistence(keep));
    answered(keep);
  }

  /** There is no WebSocket where an answer of ours is. */
  private static Reply.Whole noWebSocket(Reply.Whole given) {
    String id = given.headers().first("X-Request-Id").orElse("");
    return new Reply.Whole(
        400,
        id.isEmpty()
            ? Headers.of("Cache-Control", "no-store")
            : Headers.of("Cache-Control", "no-store", "X-Request-Id", id),
        new byte[0]);
  }

  // ---- for those who write the answer

  /** Whether the connection can go on after an answer that starts now. */
  boolean keeps() {
    return persistent
        && !loop.edge.stopping
        && !client.isInputClosed()
        && !body.isBroken()
        && (body.isEnded() || !expecting && body.left() >= 0 && body.left() <= DRAINED);
  }

  Heads.Persistence persistence(boolean keep) {
    if (!keep) {
      return Heads.Persistence.CLOSE;
    }
    return head.version() == Version.HTTP_1_0
        ? Heads.Persistence.KEEP_ALIVE
        : Heads.Persistence.SILENT;
  }

  void headSent() {
    headSent = true;
  }

  boolean isHeadSent() {
    return headSent;
  }

  boolean isExpecting() {
    return expecting;
  }

  /** Lets the client send its content. */
  void goOn() {
    if (expecting) {
      expecting = false;
      client.proceed();
    }
  }

  void expectsNoMore() {
    expecting = false;
  }

  /** The answer is complete. */
  void answered(boolean keep) {
    answered = true;
    body.discard();
    if (!keep || body.isEnded() || !client.drains()) {
      end(keep);
    } else {
      drainingSince = System.nanoTime();
      body.taker(this::drained);
      client.regulate();
    }
  }

  private void drained() {
    if (body.isBroken()) {
      end(false);
    } else if (body.isEnded()) {
      end(true);
    }
  }

  private void end(boolean keep) {
    if (!over) {
      over = true;
      client.done(keep);
    }
  }

  void become(Tunnel tunnel) {
    over = true;
    body.discard();
    client.become(tunnel);
  }

  // ---- events of the connection

  void writable() {
    if (forwarding != null) {
      forwarding.clientWritable();
    }
  }

  /** The client sends no more. It may still read an answer of ours, but it gave up a stream. */
  void inputClosed() {
    if (forwarding != null || !body.isEnded()) {
      gone();
      client.close();
    }
  }

  void gone() {
    over = true;
    abandoned = true;
    body.fail();
    body.discard();
    if (collecting != null) {
      collecting.fail("the client has gone");
    }
    if (forwarding != null) {
      forwarding.cancel();
    }
  }

  void stop() {
    if (forwarding != null) {
      forwarding.stop();
    }
  }

  void check(long now) {
    Timeouts timeouts = loop.edge.timeouts;
    if (answered) {
      if (now - drainingSince > timeouts.header().toNanos()) {
        end(false);
      }
    } else if (forwarding != null) {
      forwarding.check(now);
    } else if (collecting != null && collecting.isLate(now, timeouts.idle().toNanos())) {
      broken(Fault.of(WireFault.BODY_TIMEOUT));
    }
  }

  // ---- the content, for the handler

  @Override
  public byte[] body(int limit) throws BodyTooLarge, IOException {
    if (body.framing().isEmpty()) {
      return new byte[0];
    }
    var mine = new Collecting(body, limit);
    if (!onLoop(() -> collect(mine))) {
      throw new IOException("the server has stopped");
    }
    return mine.await();
  }

  private void collect(Collecting asked) {
    if (over || body.isBroken()) {
      asked.fail("the client has gone");
      return;
    }
    collecting = asked;
    news();
  }
}
