package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an application that speaks HTTP/2 (RFC 9113); each exchange is a stream of it.
 * For its event loop only.
 */
final class UpstreamStreams extends Http2Peer {
  /** Kept that long without a stream. */
  private static final long IDLE = TimeUnit.SECONDS.toNanos(30);

  /** Exchanges at once until the application has said how many it takes (RFC 9113 §6.5.2). */
  private static final int AT_FIRST = 100;

  /** So many streams; their numbers would end at twice that (RFC 9113 §5.1.1). */
  private static final int STREAMS = 1 << 29;

  private final Runnable closed;
  private final Http2ConnectionHandler codec;
  private final Http2Connection.PropertyKey key;
  private final List<UpstreamStream> open = new ArrayList<>();
  private boolean leaving;
  private boolean left;
  private int begun;
  private long since = System.nanoTime();

  /** When something last came. */
  private long heard = since;

  /**
   * @param closed is told when the connection has ended
   */
  UpstreamStreams(Loop loop, Channel channel, Runnable closed) {
    super(loop, channel);
    this.closed = closed;
    this.codec =
        Http2Setup.client(
            loop.scratch().length, loop.edge.timeouts.stop(), new Events(), new Endings());
    this.key = codec.connection().newKey();
    channel.pipeline().addLast(codec);
    speak(codec);
  }

  /** A new exchange; null where this connection takes no more of them. */
  @Nullable UpstreamStream begin() {
    // the end of an idle connection may have come unheard
    if (isOpen() && open.isEmpty() && !isReading() && channel() instanceof UpstreamSocket socket) {
      socket.hear();
    }
    var local = connection().local();
    if (!isOpen() || open.size() >= Math.min(AT_FIRST, local.maxActiveStreams())) {
      return null;
    }
    leaving = ++begun >= STREAMS;
    var one = new UpstreamStream(this, local.incrementAndGetNextStreamId());
    open.add(one);
    return one;
  }

  private boolean isOpen() {
    return !leaving && channel().isActive() && !connection().goAwayReceived();
  }

  /** Its request was written, so that there is a stream. */
  void began(UpstreamStream one, int id) {
    Http2Stream stream = connection().stream(id);
    if (stream == null) {
      // refused by the codec; nothing was sent
      loop().eventLoop.execute(() -> over(one, true));
    } else {
      stream.setProperty(key, one);
    }
  }

  /**
   * @param untouched whether the application did nothing with it
   */
  private void over(UpstreamStream one, boolean untouched) {
    open.remove(one);
    since = System.nanoTime();
    one.over(untouched);
    if (leaving && open.isEmpty()) {
      end();
    }
  }

  boolean isIdle(long now) {
    return open.isEmpty() && now - since > IDLE;
  }

  void end() {
    leaving = true;
    if (!left) {
      left = true;
      leave();
    }
  }

  private @Nullable UpstreamStream of(int id) {
    Http2Stream stream = connection().stream(id);
    return stream == null ? null : stream.<UpstreamStream>getProperty(key);
  }

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
        boolean end)
        throws Http2Exception {
      onHeadersRead(ctx, id, headers, padding, end);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end)
        throws Http2Exception {
      reading();
      UpstreamStream known = of(id);
      if (known != null) {
        known.headers(headers, end);
      } else if (connection().remote().isValidStreamId(id)) {
        throw Http2Exception.connectionError(
            Http2Error.PROTOCOL_ERROR, "a stream begun by the application");
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end) {
      reading();
      UpstreamStream known = of(id);
      if (known == null) {
        return data.readableBytes() + padding;
      }
      known.data(connection().stream(id), data, end);
      return padding;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
      reading();
      UpstreamStream known = of(id);
      if (known != null) {
        known.over(error == Http2Error.REFUSED_STREAM.code());
      }
    }
  }

  private final class Endings extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      UpstreamStream one = stream.getProperty(key);
      if (one != null) {
        over(one, isBeyond(stream.id()));
      }
    }
  }

  /** Whether the application said that it looked at no such stream (RFC 9113 §6.8). */
  private boolean isBeyond(int id) {
    return connection().goAwayReceived() && id > connection().local().lastStreamKnownByPeer();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    super.channelReadComplete(ctx);
    heard = System.nanoTime();
    for (UpstreamStream one : open.toArray(new UpstreamStream[0])) {
      one.readComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel().isWritable()) {
      for (UpstreamStream one : open.toArray(new UpstreamStream[0])) {
        one.writable();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed.run();
    for (UpstreamStream one : open.toArray(new UpstreamStream[0])) {
      over(one, false);
    }
  }

  void giveUp(UpstreamStream one, int id, Http2Error why) {
    if (System.nanoTime() - heard > loop().edge.timeouts.upstream().toNanos() / 2) {
      leaving = true; // whoever is at the other end may have gone without a word
    }
    if (connection().stream(id) == null) {
      over(one, false); // its request was never written
    } else {
      reset(id, why);
      unflushed();
    }
  }
}
