package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Takes a message's content out of its framing. One for each message. */
final class Content {
  /** Receives the content, piece by piece. */
  interface Sink {
    /** Takes {@code length} octets from the buffer, by slice or copy, advancing its reader. */
    void data(ByteBuf in, int length);
  }

  private final Framing framing;
  private final @Nullable Chunks chunks;
  private long left;

  Content(Framing framing, byte[] scratch) {
    this.framing = framing;
    this.left = framing.length();
    this.chunks = framing.kind() == Framing.Kind.CHUNKED ? new Chunks(scratch) : null;
  }

  Framing framing() {
    return framing;
  }

  /**
   * Decodes what is there.
   *
   * @return true at the end of the content; what follows is left in the buffer
   * @throws BrokenContent when the framing is broken
   */
  boolean decode(ByteBuf in, Sink sink) throws BrokenContent {
    if (chunks != null) {
      return chunks.decode(in, sink);
    }
    int there = in.readableBytes();
    if (framing.kind() == Framing.Kind.CLOSE) {
      if (there > 0) {
        sink.data(in, there);
      }
      return false;
    }
    int take = (int) Math.min(there, left);
    left -= take;
    if (take > 0) {
      sink.data(in, take);
    }
    return left <= 0;
  }

  /** Octets still to come, or -1 when nobody knows. */
  long left() {
    return chunks != null || framing.kind() == Framing.Kind.CLOSE ? -1 : left;
  }

  Headers trailers() {
    return chunks == null ? Headers.empty() : chunks.trailers();
  }
}
