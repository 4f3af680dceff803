package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/2: what both sides of the door do alike with it. For its event loop
 * only.
 */
abstract class Http2Peer extends ChannelInboundHandlerAdapter {
  private final Loop loop;
  private final Channel channel;
  private @Nullable Http2ConnectionHandler codec;
  private @Nullable ChannelHandlerContext at;
  private boolean inRead;

  Http2Peer(Loop loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  /** Begins to speak, once the codec is in the channel's pipeline. */
  final void speak(Http2ConnectionHandler spoken) {
    codec = spoken;
    at = channel.pipeline().context(spoken);
    channel.pipeline().addLast(this);
    channel.config().setAutoRead(true);
    Http2Setup.widen(spoken);
    flush();
  }

  /** Takes over what had arrived before. */
  final void read(ByteBuf first) {
    try {
      codec().channelRead(at(), first);
    } catch (Exception broken) {
      exceptionCaught(at(), broken);
    }
  }

  private Http2ConnectionHandler codec() {
    return Objects.requireNonNull(codec, "does not speak yet");
  }

  private ChannelHandlerContext at() {
    return Objects.requireNonNull(at, "does not speak yet");
  }

  final Loop loop() {
    return loop;
  }

  final Channel channel() {
    return channel;
  }

  final Http2Connection connection() {
    return codec().connection();
  }

  // ---- writing

  final void write(int stream, Http2Headers headers, boolean last, ChannelPromise promise) {
    codec().encoder().writeHeaders(at(), stream, headers, 0, last, promise);
  }

  /** Takes the data over. */
  final void write(int stream, ByteBuf data, boolean last, ChannelPromise promise) {
    codec().encoder().writeData(at(), stream, data, 0, last, promise);
  }

  final void reset(int stream, Http2Error error) {
    codec().encoder().writeRstStream(at(), stream, error.code(), channel.newPromise());
  }

  /** Something was written; it goes out when all that has arrived is dealt with. */
  final void unflushed() {
    if (!inRead) {
      flush();
    }
  }

  final void flush() {
    if (channel.isActive()) {
      codec().flush(at());
    }
  }

  /** No stream which the other side begins from now on is looked at. */
  final void goAway() {
    codec()
        .goAway(
            at(),
            connection().remote().lastStreamCreated(),
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            channel.newPromise());
    flush();
  }

  /** No stream is open and none shall follow. */
  final void leave() {
    goAway();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  // ---- reading

  final boolean isReading() {
    return inRead;
  }

  /** Something came. */
  final void reading() {
    inRead = true;
  }

  /** There is room again for so many octets of that stream. */
  final void consumed(@Nullable Http2Stream stream, int octets) {
    if (stream == null || octets == 0) {
      return;
    }
    try {
      if (connection().local().flowController().consumeBytes(stream, octets)) {
        unflushed();
      }
    } catch (Http2Exception e) {
      Logs.bug("flow control", e);
      channel.close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    inRead = false; // the codec flushes now
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)
        && !(cause instanceof DecoderException)
        && !(cause instanceof Http2Exception)) {
      Logs.bug("HTTP/2 connection", cause);
    }
    channel.close();
  }
}
