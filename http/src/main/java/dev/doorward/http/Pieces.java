package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Octets that wait, in their order. Small pieces are copied together, so that tiny chunks or frames
 * do not each hold a buffer. For the event loop only.
 */
final class Pieces {
  private static final int SMALL = 1024;
  private static final int GATHERED = 4 * SMALL;

  private final ByteBufAllocator allocator;
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(4);
  private int octets;

  Pieces(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  int octets() {
    return octets;
  }

  boolean isEmpty() {
    return octets == 0;
  }

  /** Takes so many octets from the buffer, by slice or copy, advancing its reader. */
  void add(ByteBuf in, int length) {
    if (length == 0) {
      return;
    }
    octets += length;
    if (length >= SMALL) {
      queue.add(in.readRetainedSlice(length));
      return;
    }
    ByteBuf last = queue.peekLast();
    if (last == null || last.isReadOnly() || last.writableBytes() < length) {
      last = allocator.ioBuffer(GATHERED, GATHERED);
      queue.add(last);
    }
    last.writeBytes(in, length);
  }

  /** Takes the piece over, in front of all others. */
  void addFirst(ByteBuf piece) {
    octets += piece.readableBytes();
    queue.addFirst(piece);
  }

  /** The next piece, for the caller to release; null for none. */
  @Nullable ByteBuf poll() {
    ByteBuf piece = queue.poll();
    if (piece != null) {
      octets -= piece.readableBytes();
    }
    return piece;
  }

  void release() {
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      piece.release();
    }
  }
}
