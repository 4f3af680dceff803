package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** One request over HTTP/2, and its answer (RFC 9113 §8.1). For its event loop only. */
final class ClientStream implements Client {
  private final ClientStreams connection;
  private final Http2Stream stream;
  private final StreamWriter out;
  private @Nullable RequestBody body;
  private @Nullable ClientExchange exchange;
  private @Nullable Tunnel tunnel;

  /** The key of the handshake for a WebSocket. */
  private @Nullable String key;

  /** What a WebSocket's client sent and the application has not taken yet. */
  private final Pieces held;

  private boolean passing;

  private long lastRead = System.nanoTime();

  private boolean lastReceived;
  private boolean gone;

  ClientStream(ClientStreams connection, Http2Stream stream) {
    this.connection = connection;
    this.stream = stream;
    this.out = new StreamWriter(connection, stream.id(), this::writable);
    this.held = new Pieces(alloc());
  }

  // ---- what arrives

  void begin(Http2Request request, boolean end) {
    lastReceived = end;
    key = request.webSocketKey();
    var content =
        new RequestBody(request.framing(), alloc(), octets -> connection.consumed(stream, octets));
    if (end) {
      content.end(Headers.empty());
    }
    body = content;
    exchange = new ClientExchange(this, request.head(), content);
    if (request.fault() == null) {
      exchange.start();
    } else {
      exchange.refuse(request.fault(), false);
    }
  }

  /** The data is the caller's; how much of it was taken is told to the connection. */
  void data(ByteBuf data, boolean end) {
    lastRead = System.nanoTime();
    lastReceived |= end;
    int length = data.readableBytes();
    if (tunnel != null || key != null) {
      held.add(data.slice(), length);
      regulate();
    } else if (body != null) {
      body.data(data.slice(), length);
      if (end) {
        body.end(Headers.empty());
      }
      body.tell();
    }
  }

  void trailers(Http2Headers headers) {
    lastRead = System.nanoTime();
    lastReceived = true;
    Headers fields = Http2Fields.read(headers);
    if (tunnel != null) {
      regulate();
    } else if (body != null) {
      if (fields == null) {
        body.fail();
      } else {
        body.end(fields);
      }
      body.tell();
    }
  }

  /** It was reset, or the connection is lost, or all is said on both sides. */
  void gone() {
    if (gone) {
      return;
    }
    gone = true;
    out.over();
    held.release();
    if (tunnel != null) {
      tunnel.clientClosed();
    }
    if (exchange != null) {
      exchange.gone();
      exchange = null;
    }
  }

  void writable() {
    if (!isWritable()) {
      return;
    }
    if (tunnel != null) {
      tunnel.clientWritable();
    } else if (exchange != null) {
      exchange.writable();
    }
  }

  void check(long now) {
    if (out.stalled(now) > loop().edge.timeouts.idle().toNanos()) {
      abort();
    } else if (tunnel != null) {
      tunnel.check(now);
    } else if (exchange != null) {
      exchange.check(now);
    }
  }

  void stop() {
    if (tunnel != null) {
      tunnel.end(1001);
    } else if (exchange != null) {
      exchange.stop();
    }
  }

  // ---- what it is to an exchange

  @Override
  public Loop loop() {
    return connection.loop();
  }

  @Override
  public ByteBufAllocator alloc() {
    return connection.channel().alloc();
  }

  @Override
  public long lastRead() {
    return lastRead;
  }

  @Override
  public boolean isInputClosed() {
    return gone;
  }

  @Override
  public boolean isWritable() {
    return out.isWritable();
  }

  @Override
  public boolean hasUnsent() {
    return out.hasUnsent();
  }

  /** What is left of a content costs others nothing: the stream is reset. */
  @Override
  public boolean drains() {
    return false;
  }

  @Override
  public void proceed() {
    interim(100, Headers.empty());
  }

  @Override
  public void interim(int status, Headers headers) {
    out.headers(Http2Fields.answer(status, headers, null, null), false);
    unflushed();
  }

  @Override
  public void whole(Reply.Whole whole, boolean head, Heads.Persistence persistence) {
    boolean empty = whole.status() == 204 || whole.status() == 304;
    boolean silent = empty || head || whole.body().length == 0;
    boolean trailing = !whole.trailers().isEmpty();
    String length = empty ? null : Integer.toString(whole.body().length);
    String date = loop().dates.value();
    out.headers(
        Http2Fields.answer(whole.status(), whole.headers(), length, date), silent && !trailing);
    if (!silent) {
      out.data(Unpooled.wrappedBuffer(whole.body()), !trailing);
    }
    if (trailing) {
      out.end(whole.trailers());
    }
    unflushed();
  }

  @Override
  public void head(
      ResponseHead head, Framing framing, @Nullable String length, Heads.Persistence persistence) {
    boolean sized = framing.kind() == Framing.Kind.LENGTH;
    String said = sized ? Long.toString(framing.length()) : length;
    out.headers(
        Http2Fields.answer(head.status(), head.headers(), said, loop().dates.value()),
        framing.isEmpty());
  }

  @Override
  public void data(ByteBuf piece, Framing framing) {
    out.data(piece, false);
  }

  @Override
  public void end(Headers trailers, Framing framing) {
    out.end(trailers);
  }

  @Override
  public boolean upgrade(ResponseHead head) {
    String accept = head.headers().first("Sec-WebSocket-Accept").orElse("");
    if (key == null || !WebSocketKey.accepts(key, accept)) {
      return false;
    }
    Headers fields = head.headers().without("Sec-WebSocket-Accept");
    out.headers(Http2Fields.answer(200, fields, null, loop().dates.value()), false);
    unflushed();
    return true;
  }

  @Override
  public boolean takesForWebSocket(int status) {
    return key != null && status < 300;
  }

  @Override
  public void octets(ByteBuf octets) {
    out.data(octets, false);
  }

  @Override
  public void unflushed() {
    connection.unflushed();
  }

  @Override
  public void flush() {
    connection.flush();
  }

  // ---- reading

  /** Passes on what the application takes, and the end after all of it. */
  @Override
  public void regulate() {
    if (tunnel == null || passing) {
      return;
    }
    passing = true;
    while (tunnel.wantsClientData()) {
      ByteBuf piece = held.poll();
      if (piece == null) {
        break;
      }
      int length = piece.readableBytes();
      tunnel.fromClient(piece);
      connection.consumed(stream, length);
    }
    passing = false;
    if (lastReceived && held.isEmpty()) {
      tunnel.clientClosed();
    }
  }

  // ---- the end

  @Override
  public void done(boolean keep) {
    exchange = null;
    key = null;
    held.release();
    if (!lastReceived && !gone) {
      out.resetWhenSent(Http2Error.NO_ERROR); // RFC 9113 §8.1
    }
  }

  @Override
  public void become(Tunnel tunnel) {
    this.tunnel = tunnel;
    exchange = null;
    key = null;
    regulate();
  }

  @Override
  public void truncate(boolean reset) {
    out.reset(Http2Error.INTERNAL_ERROR);
  }

  @Override
  public void abort() {
    out.reset(Http2Error.CANCEL);
  }

  @Override
  public void close() {
    if (gone) {
      return;
    }
    out.end(Headers.empty());
    if (!lastReceived) {
      out.resetWhenSent(Http2Error.CANCEL);
    }
    unflushed();
  }
}
