package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: cuts what arrives into requests and has them answered one after the other
 * (RFC 9112 §9.3). For its event loop only.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Client, Loop.Watched {
  /** Whoever sends over HTTP/1.1 is not told of room: its socket is read or is not. */
  private static final IntConsumer NOBODY = _ -> {};

  private final Loop loop;
  private final Channel channel;
  private final Outlet outlet;
  private final RequestParser parser;
  private final Progress progress = new Progress();
  private final Departure departure;
  private @Nullable Connection connection;
  private @Nullable ByteBuf in;
  private @Nullable ClientExchange current;
  private Content content = new Content(Framing.NONE, new byte[0]);
  private @Nullable Tunnel tunnel;
  private boolean inRead;
  private boolean pumping;
  private boolean unflushed;
  private boolean headBegun;
  private boolean requestSeen;
  private boolean inputClosed;
  private boolean handedOver;

  /** When this head or the wait for one began. */
  private long since = System.nanoTime();

  private long lastRead = since;

  ClientConnection(Loop loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
    this.outlet = new Outlet(channel);
    this.departure = new Departure(channel);
    this.parser = new RequestParser(loop.edge.limits, loop.scratch());
    loop.watch(this);
  }

  // ---- what arrives

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var data = (ByteBuf) message;
    inRead = true;
    lastRead = System.nanoTime();
    if (departure.isUnderway()) {
      data.release();
    } else if (tunnel != null) {
      tunnel.fromClient(data);
    } else {
      in =
          in == null
              ? data
              : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), in, data);
      pump();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    inRead = false;
    if (unflushed) {
      flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (tunnel != null) {
      tunnel.clientWritable();
    } else if (current != null) {
      current.writable();
    } else {
      pump();
    }
  }

  /** Goes as far as what is here allows. Called again from within, it lets the outer call go on. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    while (step()) {}
    pumping = false;
    if (in != null && (!in.isReadable() || departure.isUnderway())) {
      in.release();
      in = null;
    }
    regulate();
  }

  private boolean step() {
    if (in == null || !in.isReadable() || departure.isUnderway()) {
      return false;
    }
    if (tunnel != null) {
      ByteBuf rest = in;
      in = null;
      tunnel.fromClient(rest);
      return false;
    }
    if (current != null) {
      return !current.body.isEnded() && !current.body.isBroken() && feed(current, in);
    }
    // answers that nobody reads must not pile up: the next request waits until they have gone
    return channel.isWritable() && head(in);
  }

  private boolean head(ByteBuf in) {
    if (!headBegun) {
      headBegun = true;
      since = lastRead;
    }
    if (!requestSeen) {
      Preface.Found found = Preface.in(in);
      if (found == Preface.Found.WHOLE) {
        handOver();
      }
      if (found != Preface.Found.NONE) {
        return false;
      }
    }
    if (!parser.parse(in)) {
      // an empty line before a request is none of it (RFC 9112 §2.2)
      headBegun = parser.isReadable() || in.isReadable();
      return false;
    }
    headBegun = false;
    requestSeen = true;
    if (parser.fault() != null) {
      refuse(parser.fault());
      return !departure.isUnderway();
    }
    begin(parser.head(connection()), in);
    return true;
  }

  /** What follows is HTTP/2. */
  private void handOver() {
    handedOver = true;
    loop.unwatch(this);
    var streams = new ClientStreams(loop, channel);
    streams.replace(this);
    if (in != null) {
      ByteBuf rest = in;
      in = null;
      streams.read(rest);
    }
  }

  private void begin(RequestHead head, ByteBuf in) {
    RequestBody body = body(parser.framing());
    var exchange = new ClientExchange(this, head, body);
    parser.reset();
    current = exchange;
    if (!body.isEnded()) {
      read(body, in); // what is here is checked first, so that a bad chunk is never half served
    }
    exchange.start();
  }

  private boolean feed(ClientExchange exchange, ByteBuf in) {
    int before = in.readableBytes();
    read(exchange.body, in);
    boolean moved = in.readableBytes() != before || exchange.body.isBroken();
    if (moved) {
      exchange.body.tell();
    }
    return moved;
  }

  private RequestBody body(Framing framing) {
    content = new Content(framing, loop.scratch());
    return new RequestBody(framing, channel.alloc(), NOBODY);
  }

  /** Takes what belongs to the content out of what has arrived. */
  private void read(RequestBody body, ByteBuf in) {
    try {
      if (content.decode(in, body)) {
        body.end(content.trailers());
      }
    } catch (BrokenContent _) {
      body.fail();
    }
  }

  /** Answers a head that is no request; only after TRACE does the connection live on. */
  private void refuse(Fault fault) {
    if (!parser.isReadable()) {
      WholeWriter.bare(this, fault.kind().status());
      linger();
      return;
    }
    RequestHead head = parser.head(connection());
    boolean sound = fault.kind() == WireFault.TRACE_OR_CONNECT && head.method().equals("TRACE");
    RequestBody body = body(sound ? parser.framing() : Framing.NONE);
    var exchange = new ClientExchange(this, head, body);
    parser.reset();
    current = exchange;
    exchange.refuse(fault, !sound);
  }

  // ---- for the exchange, the pipe and the tunnel

  Channel channel() {
    return channel;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public ByteBufAllocator alloc() {
    return channel.alloc();
  }

  @Override
  public long lastRead() {
    return lastRead;
  }

  @Override
  public boolean isInputClosed() {
    return inputClosed;
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public boolean hasUnsent() {
    return outlet.hasUnsent();
  }

  @Override
  public boolean drains() {
    return true;
  }

  @Override
  public void proceed() {
    write(AnswerText.proceed());
  }

  @Override
  public void interim(int status, Headers headers) {
    AnswerText.interim(outlet, status, headers);
    unflushed();
  }

  @Override
  public void whole(Reply.Whole whole, boolean head, Heads.Persistence persistence) {
    WholeWriter.write(this, head, whole, persistence);
  }

  @Override
  public void head(
      ResponseHead head, Framing framing, @Nullable String length, Heads.Persistence persistence) {
    AnswerText.head(outlet, head, framing, length, persistence, loop.dates.line());
  }

  @Override
  public void data(ByteBuf piece, Framing framing) {
    ChunkWriter.content(outlet, piece, framing);
  }

  @Override
  public void end(Headers trailers, Framing framing) {
    ChunkWriter.end(outlet, trailers, framing);
  }

  @Override
  public boolean upgrade(ResponseHead head) {
    AnswerText.upgrade(outlet, head, loop.dates.line());
    unflushed();
    return true;
  }

  @Override
  public boolean takesForWebSocket(int status) {
    return false; // that would be a 101
  }

  @Override
  public void octets(ByteBuf octets) {
    write(octets);
  }

  void write(HeadText text) {
    outlet.text(text, 0);
    unflushed();
  }

  void write(ByteBuf data) {
    outlet.write(data);
    unflushed();
  }

  @Override
  public void unflushed() {
    if (inRead) {
      unflushed = true;
    } else {
      outlet.flush();
    }
  }

  @Override
  public void flush() {
    unflushed = false;
    outlet.flush();
  }

  @Override
  public void done(boolean keep) {
    current = null;
    since = System.nanoTime();
    if (!keep || inputClosed) {
      linger();
    } else if (loop.edge.stopping && (in == null || !in.isReadable())) {
      linger();
    } else {
      pump();
    }
  }

  @Override
  public void become(Tunnel tunnel) {
    this.tunnel = tunnel;
    this.current = null;
    pump();
  }

  @Override
  public void regulate() {
    if (handedOver) {
      return;
    }
    boolean more = departure.swallows() || tunnel != null && tunnel.wantsClientData();
    if (!departure.isUnderway() && tunnel == null) {
      int waiting = in == null ? 0 : in.readableBytes();
      int untaken = current == null ? 0 : current.body.queued();
      more = waiting < loop.edge.backlog && untaken < Edge.HIGH_WATER;
    }
    if (channel.config().isAutoRead() != more) {
      channel.config().setAutoRead(more);
    }
  }

  @Override
  public void truncate(boolean reset) {
    if (reset) {
      abort();
    } else {
      close();
    }
  }

  @Override
  public void abort() {
    outlet.drop();
    departure.abort();
  }

  @Override
  public void close() {
    outlet.letGo();
    departure.close();
    pump();
  }

  void linger() {
    if (inputClosed) {
      close();
      return;
    }
    current = null;
    unflushed = false;
    outlet.letGo();
    departure.linger();
    pump(); // lets go of what was not looked at
  }

  // ---- its end

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputClosed = true;
      if (tunnel != null) {
        tunnel.clientClosed();
      } else if (current == null) {
        close();
      } else {
        current.inputClosed();
      }
    }
    ctx.fireUserEventTriggered(event);
    if (event instanceof SslHandshakeCompletionEvent shaken
        && shaken.isSuccess()
        && ChannelEnds.isHttp2(channel)) {
      handOver();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    departure.over();
    outlet.drop();
    inputClosed = true;
    loop.unwatch(this);
    loop.edge.connections.decrementAndGet();
    if (tunnel != null) {
      tunnel.clientClosed();
    }
    if (current != null) {
      current.gone();
    }
    if (in != null && !pumping) {
      in.release();
      in = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
      Logs.bug("connection", cause);
    }
    channel.close();
  }

  @Override
  public void check(long now) {
    Timeouts timeouts = loop.edge.timeouts;
    if (progress.stalled(channel, now) > timeouts.idle().toNanos()) {
      abort();
    } else if (tunnel != null) {
      tunnel.check(now);
    } else if (departure.isUnderway()) {
      if (departure.isLate(now)) {
        channel.close();
      }
    } else if (current != null) {
      current.check(now);
    } else if (!channel.isWritable()) {
      since = now; // we do not read on before it takes what it has asked for
    } else if (headBegun) {
      if (now - since > timeouts.header().toNanos()) {
        headTooLate();
      }
    } else if (now - since > (requestSeen ? timeouts.idle() : timeouts.header()).toNanos()) {
      close();
    }
  }

  private void headTooLate() {
    Fault fault = parser.fault();
    refuse(fault == null ? Fault.of(WireFault.HEADER_TIMEOUT) : fault);
  }

  /** The server stops: idle ones go, the others after their answer. */
  @Override
  public void stop() {
    if (tunnel != null) {
      tunnel.end(1001);
    } else if (current != null) {
      current.stop();
    } else if (!headBegun && !departure.isUnderway()) {
      close();
    }
  }

  private Connection connection() {
    if (connection == null) {
      connection = ChannelEnds.describe(channel);
    }
    return connection;
  }
}
