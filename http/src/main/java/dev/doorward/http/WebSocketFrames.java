package dev.doorward.http;

import io.netty.buffer.ByteBuf;

/** Follows where WebSocket frames begin and end (RFC 6455 §5.2), without looking into them. */
final class WebSocketFrames {
  private int headLength;
  private int headNeeded = 2;
  private int second;
  private long extended;
  private long payload;

  /** True when the next octet begins a frame. */
  boolean atBoundary() {
    return headLength == 0 && payload == 0;
  }

  /** Goes over the whole piece. */
  void pass(ByteBuf piece) {
    int at = piece.readerIndex();
    while (at < piece.writerIndex()) {
      at += step(piece, at);
    }
  }

  /** Octets up to the first boundary in the piece, or -1 when there is none; goes as far. */
  int toBoundary(ByteBuf piece) {
    int at = piece.readerIndex();
    while (at < piece.writerIndex() && !atBoundary()) {
      at += step(piece, at);
    }
    return atBoundary() ? at - piece.readerIndex() : -1;
  }

  private int step(ByteBuf piece, int at) {
    if (payload > 0) {
      int passed = (int) Math.min(payload, piece.writerIndex() - at);
      payload -= passed;
      return passed;
    }
    head(piece.getByte(at) & 0xff);
    return 1;
  }

  private void head(int octet) {
    headLength++;
    if (headLength == 2) {
      second = octet;
      int length = octet & 0x7f;
      int extension = length == 126 ? 2 : length == 127 ? 8 : 0;
      headNeeded = 2 + extension + ((octet & 0x80) != 0 ? 4 : 0);
      extended = extension == 0 ? length : 0;
    } else if (headLength > 2 && headLength <= 2 + extension()) {
      extended = extended << 8 | octet;
    }
    if (headLength >= 2 && headLength == headNeeded) {
      payload = extended & Long.MAX_VALUE;
      headLength = 0;
      headNeeded = 2;
    }
  }

  private int extension() {
    return switch (second & 0x7f) {
      case 126 -> 2;
      case 127 -> 8;
      default -> 0;
    };
  }
}
