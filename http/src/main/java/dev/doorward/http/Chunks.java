package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Decodes chunked content by the letter of RFC 9112 §7.1. */
final class Chunks {
  private static final int LONGEST_SIZE = 15;
  private static final int LONGEST_EXTENSION = 256;
  private static final int MAX_TRAILERS = 16 * 1024;
  private static final int MAX_TRAILER_FIELDS = 100;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILERS,
    END
  }

  private final byte[] scratch;
  private State state = State.SIZE;
  private long size;
  private int length;
  private int trailerOctets;
  private @Nullable Lines lines;
  private @Nullable Fields trailers;

  Chunks(byte[] scratch) {
    this.scratch = scratch;
  }

  boolean decode(ByteBuf in, Content.Sink sink) throws BrokenContent {
    while (state != State.END && in.isReadable()) {
      switch (state) {
        case DATA -> {
          int take = (int) Math.min(size, in.readableBytes());
          size -= take;
          sink.data(in, take);
          if (size == 0) {
            state = State.DATA_CR;
          }
        }
        case TRAILERS -> {
          if (!trailer(in)) {
            return false;
          }
        }
        default -> octet(in.readByte());
      }
    }
    return state == State.END;
  }

  Headers trailers() {
    return trailers == null ? Headers.empty() : trailers.headers();
  }

  private void octet(byte b) throws BrokenContent {
    switch (state) {
      case SIZE -> size(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> {
        check(b == Octets.LF, "bare CR after a chunk size");
        length = 0;
        state = size == 0 ? State.TRAILERS : State.DATA;
      }
      case DATA_CR -> {
        check(b == Octets.CR, "chunk longer than its size");
        state = State.DATA_LF;
      }
      case DATA_LF -> {
        check(b == Octets.LF, "bare CR after a chunk");
        state = State.SIZE;
      }
      default -> throw new IllegalStateException();
    }
  }

  private void size(byte b) throws BrokenContent {
    int digit = Octets.hex(b);
    if (digit >= 0) {
      check(++length <= LONGEST_SIZE, "chunk size too long");
      size = size * 16 + digit;
      return;
    }
    check(length > 0 && (b == Octets.CR || b == ';'), "bad chunk size");
    length = 0;
    state = b == ';' ? State.EXTENSION : State.SIZE_LF;
  }

  private void extension(byte b) throws BrokenContent {
    if (b == Octets.CR) {
      state = State.SIZE_LF;
      return;
    }
    check(Octets.isFieldValue(b) && ++length <= LONGEST_EXTENSION, "bad chunk extension");
  }

  /** False when the line is not whole yet. */
  private boolean trailer(ByteBuf in) throws BrokenContent {
    if (lines == null || trailers == null) {
      lines = new Lines(scratch);
      trailers = new Fields(MAX_TRAILERS, MAX_TRAILERS, MAX_TRAILER_FIELDS);
    }
    if (!lines.next(in)) {
      check(trailerOctets + in.readableBytes() <= MAX_TRAILERS, "trailers too large");
      return false;
    }
    trailerOctets += lines.length;
    if (trailers.line(lines)) {
      state = State.END;
    }
    check(trailers.fault() == null, "bad trailer");
    return true;
  }

  private static void check(boolean sound, String what) throws BrokenContent {
    if (!sound) {
      throw new BrokenContent(what);
    }
  }
}
