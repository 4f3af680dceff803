package dev.doorward.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Watches whether a peer still takes what is written to it. */
final class Progress {
  private long seen;
  private long since = System.nanoTime();

  /** Looks; returns for how long nothing has been taken although something waits, in ns. */
  long stalled(Channel channel, long now) {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    if (pending == null || pending.isEmpty()) {
      seen = 0;
      since = now;
      return 0;
    }
    long state = pending.totalPendingWriteBytes() * 31 + pending.currentProgress();
    if (state != seen) {
      seen = state;
      since = now;
    }
    return now - since;
  }
}
