package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request between the socket, which fills it, and whoever takes it. For the event
 * loop only.
 */
final class RequestBody implements Content.Sink {
  /** Pieces below are copied together, so that tiny chunks do not each hold a buffer. */
  private static final int SMALL = 1024;

  private static final int GATHERED = 4 * SMALL;

  private final Content content;
  private final ByteBufAllocator allocator;
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(4);
  private @Nullable Runnable taker;
  private byte[] collected = {};
  private int collectedLength;
  private int queued;
  private long received;
  private boolean ended;
  private boolean broken;
  private boolean discarding;

  RequestBody(Framing framing, byte[] scratch, ByteBufAllocator allocator) {
    this.content = new Content(framing, scratch);
    this.allocator = allocator;
    this.ended = framing.isEmpty();
  }

  Framing framing() {
    return content.framing();
  }

  /** The last octet has arrived; some may still wait to be taken. */
  boolean isEnded() {
    return ended;
  }

  boolean isBroken() {
    return broken;
  }

  void fail() {
    broken = true;
  }

  /** Octets that wait to be taken. */
  int queued() {
    return queued;
  }

  long received() {
    return received;
  }

  /** Octets the client still has to send, or -1 when nobody knows. */
  long left() {
    return ended ? 0 : content.left();
  }

  Headers trailers() {
    return content.trailers();
  }

  /** Who is to be told of news: content, its end, or a fault. */
  void taker(@Nullable Runnable taker) {
    this.taker = taker;
  }

  /** Takes what belongs to this content out of what has arrived. */
  void feed(ByteBuf in) {
    try {
      ended = content.decode(in, this);
    } catch (BrokenContent _) {
      broken = true;
    }
  }

  void tell() {
    if (taker != null) {
      taker.run();
    }
  }

  @Override
  public void data(ByteBuf in, int length) {
    received += length;
    if (discarding) {
      in.skipBytes(length);
      return;
    }
    queued += length;
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

  /** The next piece, for the caller to release; null when none is there now. */
  @Nullable ByteBuf poll() {
    ByteBuf piece = queue.poll();
    if (piece != null) {
      queued -= piece.readableBytes();
    }
    return piece;
  }

  /** Moves what is there into the array that {@link #collected} shows. */
  void collect() {
    collected = Arrays.copyOf(collected, collectedLength + queued);
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      int length = piece.readableBytes();
      piece.readBytes(collected, collectedLength, length);
      collectedLength += length;
      piece.release();
    }
  }

  int collectedLength() {
    return collectedLength;
  }

  byte[] collected() {
    return collected.clone();
  }

  /** Puts the collected octets back in front. */
  void rewind() {
    if (collectedLength > 0) {
      queue.addFirst(Unpooled.wrappedBuffer(collected, 0, collectedLength).asReadOnly());
      queued += collectedLength;
      collectedLength = 0;
    }
  }

  /** What is here and what still comes is of no use. */
  void discard() {
    discarding = true;
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      piece.release();
    }
  }
}
