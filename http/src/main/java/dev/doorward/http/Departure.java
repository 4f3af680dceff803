package dev.doorward.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;

/** How a client's connection is ended from our side. Once begun, nothing more of it is served. */
final class Departure {
  /** How long a client may take to read a last answer while we throw away what it still sends. */
  private static final long LINGER = TimeUnit.SECONDS.toNanos(5);

  private enum State {
    NONE,
    CLOSING,
    LINGERING
  }

  private final Channel channel;
  private State state = State.NONE;

  /** When our end was closed. */
  private long since = Long.MAX_VALUE;

  Departure(Channel channel) {
    this.channel = channel;
  }

  boolean isUnderway() {
    return state != State.NONE;
  }

  /** True while what the client still sends is to be read and thrown away. */
  boolean swallows() {
    return state == State.LINGERING;
  }

  boolean isLate(long now) {
    return since != Long.MAX_VALUE && now - since > LINGER;
  }

  /** The peer has ended it. */
  void over() {
    state = State.CLOSING;
  }

  /** At once and with a reset, so that the client notices that something is missing. */
  void abort() {
    state = State.CLOSING;
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  /** Once what was written has gone. */
  void close() {
    state = State.CLOSING;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * In steps (RFC 9112 §9.6): our end first, the rest after the client's. Closed at once while it
   * still sends, it would get a reset in place of the answer.
   */
  void linger() {
    state = State.LINGERING;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> {
          since = System.nanoTime();
          ChannelEnds.closeOutput(channel);
        });
  }
}
