package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request between the socket, which fills it, and whoever takes it. For the event
 * loop only.
 */
final class RequestBody implements Content.Sink {
  private final Framing framing;
  private final IntConsumer taken;
  private final Pieces queue;
  private Headers trailers = Headers.empty();

  /** Octets put back in front, which were taken once already, and how many they are. */
  private @Nullable ByteBuf rewound;

  private int rewoundLength;

  /** Others were taken since. */
  private boolean passed;

  private @Nullable Runnable taker;
  private byte[] collected = {};
  private int collectedLength;
  private long received;
  private boolean ended;
  private boolean broken;
  private boolean discarding;

  /**
   * @param taken is told of how many octets there is room again, for a peer who is told so (RFC
   *     9113 §6.9)
   */
  RequestBody(Framing framing, ByteBufAllocator allocator, IntConsumer taken) {
    this.framing = framing;
    this.queue = new Pieces(allocator);
    this.taken = taken;
    this.ended = framing.isEmpty();
  }

  Framing framing() {
    return framing;
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
    return queue.octets();
  }

  long received() {
    return received;
  }

  /** Octets the client still has to send, or -1 when nobody knows. */
  long left() {
    if (ended) {
      return 0;
    }
    return framing.kind() == Framing.Kind.LENGTH ? framing.length() - received : -1;
  }

  Headers trailers() {
    return trailers;
  }

  /** Who is to be told of news: content, its end, or a fault. */
  void taker(@Nullable Runnable taker) {
    this.taker = taker;
  }

  /** Nothing follows. */
  void end(Headers found) {
    ended = true;
    trailers = found;
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
      taken.accept(length);
      return;
    }
    queue.add(in, length);
  }

  /** The next piece, for the caller to release; null when none is there now. */
  @Nullable ByteBuf poll() {
    ByteBuf piece = queue.poll();
    if (piece != null) {
      if (piece == rewound) {
        rewound = null;
      } else {
        passed = true;
        taken.accept(piece.readableBytes());
      }
    }
    return piece;
  }

  /** Moves what is there into the array that {@link #collected} shows. */
  void collect() {
    collected = Arrays.copyOf(collected, collectedLength + queued());
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
    rewoundLength = collectedLength;
    collectedLength = 0;
    passed = false;
    putBack();
  }

  private void putBack() {
    if (rewoundLength > 0) {
      rewound = Unpooled.wrappedBuffer(collected, 0, rewoundLength).asReadOnly();
      queue.addFirst(rewound);
    }
  }

  /**
   * Makes all of it wait again as at the last {@link #rewind}.
   *
   * @return false where some of it was taken and is not kept
   */
  boolean replay() {
    if (!passed && rewound == null) {
      putBack();
    }
    return !passed;
  }

  /** What is here and what still comes is of no use. */
  void discard() {
    discarding = true;
    rewoundLength = 0;
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      piece.release();
    }
  }
}
