package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What is written to a connection of HTTP/1.x. Short pieces that follow a head go into one buffer
 * with it: to copy some KiB costs less than a system call for several buffers. For its event loop
 * only.
 */
final class Outlet {
  /** Content up to that length is copied, in octets. */
  static final int COPIED = 4096;

  /** Room for content of which nobody has said how long it is, in octets. */
  private static final int UNSIZED = 2048;

  private final Channel channel;
  private @Nullable ByteBuf gathered;

  Outlet(Channel channel) {
    this.channel = channel;
  }

  /** Writes a head, and makes room for the content that is to follow it. */
  void head(HeadText head, Framing framing) {
    text(head, room(framing));
  }

  /**
   * Writes text to which so many octets belong that are written next: they stay together as far as
   * they are few enough to be copied.
   */
  void text(HeadText text, int following) {
    int room = following <= COPIED ? following : 0;
    ByteBuf into = gathered;
    if (into == null || text.length() + room > into.maxFastWritableBytes()) {
      letGo();
      into = channel.alloc().ioBuffer(text.length() + room);
      gathered = into;
    }
    text.writeTo(into);
  }

  private static int room(Framing framing) {
    return switch (framing.kind()) {
      case LENGTH -> (int) Math.min(framing.length(), Integer.MAX_VALUE);
      case CHUNKED -> UNSIZED;
      case NONE, CLOSE -> 0;
    };
  }

  /** Takes the piece over. */
  void write(ByteBuf piece) {
    ByteBuf before = gathered;
    if (before != null && piece.readableBytes() <= before.maxFastWritableBytes()) {
      before.writeBytes(piece);
      piece.release();
    } else {
      letGo();
      channel.write(piece, channel.voidPromise());
    }
  }

  /** Sends all that was written. */
  void flush() {
    letGo();
    channel.flush();
  }

  /** Hands over to the channel what was gathered; whoever ends the connection does that first. */
  void letGo() {
    ByteBuf whole = gathered;
    if (whole != null) {
      gathered = null; // the channel may tell of room before its write returns
      channel.write(isWaiting() ? trimmed(whole) : whole, channel.voidPromise());
    }
  }

  /** Whether something written still waits to go out, here or in the channel. */
  boolean hasUnsent() {
    return gathered != null || isWaiting();
  }

  private boolean isWaiting() {
    var pending = channel.unsafe().outboundBuffer();
    return pending != null && pending.totalPendingWriteBytes() > 0;
  }

  /** What waits behind others may wait for long, and room that nobody used counts nowhere. */
  private static ByteBuf trimmed(ByteBuf whole) {
    return whole.capacity(whole.writerIndex());
  }

  /** The connection is gone, or is to be cut. */
  void drop() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }

  boolean isEmpty() {
    return gathered == null;
  }
}
