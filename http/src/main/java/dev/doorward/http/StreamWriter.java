package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes one stream of HTTP/2, and knows how much of it still waits for the peer's window or the
 * socket. For the event loop only.
 */
final class StreamWriter {
  /** What is longer goes in pieces, so that the slowest reader can be seen to get on. */
  private static final int PIECE = 16 * 1024;

  private final Http2Peer peer;
  private final int stream;
  private final Runnable writable;

  /** Octets that wait to go out. */
  private int pending;

  /** Frames that wait to go out, the last of which may have no octets. */
  private int writing;

  /** When one of these frames last went out, or began to wait. */
  private long progressed = System.nanoTime();

  /** What is to follow the last frame that waits. */
  private @Nullable Http2Error whenSent;

  private boolean lastSent;
  private boolean over;

  /**
   * @param writable is told that there is room again
   */
  StreamWriter(Http2Peer peer, int stream, Runnable writable) {
    this.peer = peer;
    this.stream = stream;
    this.writable = writable;
  }

  void headers(Http2Headers headers, boolean last) {
    lastSent |= last;
    if (!over) {
      peer.write(stream, headers, last, promise(0));
    }
  }

  /** Takes the data over. */
  void data(ByteBuf data, boolean last) {
    lastSent |= last;
    if (over) {
      data.release();
      return;
    }
    while (data.readableBytes() > PIECE) {
      peer.write(stream, data.readRetainedSlice(PIECE), false, promise(PIECE));
    }
    peer.write(stream, data, last, promise(data.readableBytes()));
  }

  /** The last of it, unless that went before. */
  void end(Headers trailers) {
    if (lastSent) {
      return;
    }
    if (trailers.isEmpty()) {
      data(Unpooled.EMPTY_BUFFER, true);
    } else {
      headers(Http2Fields.trailers(trailers), true);
    }
  }

  private ChannelPromise promise(int octets) {
    ChannelPromise promise = peer.channel().newPromise();
    if (writing++ == 0) {
      progressed = System.nanoTime(); // before, nothing had to
    }
    pending += octets;
    promise.addListener(_ -> written(octets));
    return promise;
  }

  private void written(int octets) {
    boolean full = pending >= Edge.HIGH_WATER;
    writing--;
    pending -= octets;
    progressed = System.nanoTime();
    if (writing == 0 && whenSent != null) {
      reset(whenSent);
    } else if (full && pending < Edge.HIGH_WATER && !over) {
      peer.loop().eventLoop.execute(writable);
    }
  }

  boolean isWritable() {
    return pending < Edge.HIGH_WATER && peer.channel().isWritable();
  }

  boolean hasUnsent() {
    return writing > 0;
  }

  /** For how long nothing has gone out although something waits, in ns. */
  long stalled(long now) {
    return writing > 0 ? now - progressed : 0;
  }

  /** What was written goes first. */
  void resetWhenSent(Http2Error error) {
    if (writing == 0) {
      reset(error);
    } else {
      whenSent = error;
    }
  }

  void reset(Http2Error error) {
    if (!over) {
      peer.reset(stream, error);
      peer.unflushed();
    }
  }

  /** The stream has ended; nothing is written any more. */
  void over() {
    over = true;
  }
}
