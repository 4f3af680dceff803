package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that speaks HTTP/2 (RFC 9113): its streams, each of them a request. For its
 * event loop only.
 */
final class ClientStreams extends Http2Peer implements Loop.Watched {
  private final Limits limits;
  private final Connection ends;
  private final Http2ConnectionHandler codec;
  private final Http2Connection.PropertyKey key;
  private final Progress progress = new Progress();
  private final List<ClientStream> open = new ArrayList<>();
  private boolean requestSeen;
  private boolean leaving;

  /** When the last stream ended, or the connection began. */
  private long since = System.nanoTime();

  ClientStreams(Loop loop, Channel channel) {
    super(loop, channel);
    this.limits = loop.edge.limits;
    this.ends = ChannelEnds.describe(channel);
    this.codec = Http2Setup.server(limits, loop.edge.timeouts.stop(), new Events());
    this.key = codec.connection().newKey();
    codec
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                ended(stream);
              }
            });
  }

  /** Takes the place of that handler. */
  void replace(ClientConnection before) {
    channel().pipeline().replace(before, null, codec);
    speak(codec);
    loop().watch(this);
  }

  // ---- what arrives

  private final class Events extends Http2EventAdapter {
    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end) {
      reading();
      ClientStream known = of(id);
      if (known != null) {
        known.trailers(headers);
      } else {
        begin(connection().stream(id), headers, end);
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end) {
      reading();
      ClientStream known = of(id);
      if (known == null) {
        return data.readableBytes() + padding;
      }
      known.data(data, end);
      return padding;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
      reading();
      ClientStream known = of(id);
      if (known != null) {
        known.gone();
      }
    }
  }

  private @Nullable ClientStream of(int id) {
    Http2Stream stream = connection().stream(id);
    return stream == null ? null : stream.<ClientStream>getProperty(key);
  }

  private void begin(Http2Stream stream, Http2Headers headers, boolean end) {
    requestSeen = true;
    var one = new ClientStream(this, stream);
    stream.setProperty(key, one);
    open.add(one);
    one.begin(Http2Request.read(headers, end, limits, ends), end);
  }

  private void ended(Http2Stream stream) {
    ClientStream one = stream.getProperty(key);
    if (one == null) {
      return;
    }
    one.gone();
    open.remove(one);
    since = System.nanoTime();
    if (leaving && open.isEmpty()) {
      leave();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel().isWritable()) {
      each(ClientStream::writable);
    }
  }

  /** Streams end while they are told. */
  private void each(Consumer<ClientStream> what) {
    for (ClientStream one : open.toArray(new ClientStream[0])) {
      what.accept(one);
    }
  }

  // ---- its end

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      channel().close(); // no window would ever open again
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop().unwatch(this);
    loop().edge.connections.decrementAndGet();
    each(ClientStream::gone);
    open.clear();
  }

  @Override
  public void check(long now) {
    Timeouts timeouts = loop().edge.timeouts;
    if (progress.stalled(channel(), now) > timeouts.idle().toNanos()) {
      channel().close();
    } else if (!open.isEmpty()) {
      each(one -> one.check(now));
    } else if (!leaving
        && now - since > (requestSeen ? timeouts.idle() : timeouts.header()).toNanos()) {
      leaving = true;
      leave();
    }
  }

  /** The server stops: streams which are open finish, others are told that nobody saw them. */
  @Override
  public void stop() {
    if (leaving) {
      return;
    }
    leaving = true;
    if (open.isEmpty()) {
      leave();
      return;
    }
    goAway();
    each(ClientStream::stop);
  }
}
