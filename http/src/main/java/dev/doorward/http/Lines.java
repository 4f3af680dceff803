package dev.doorward.http;

import io.netty.buffer.ByteBuf;

/**
 * Reads a head line by line out of what has arrived, without ever searching the same octet twice.
 * The line lies in a scratch array which all connections of one event loop share: it is to be used
 * up before the next call.
 */
final class Lines {
  final byte[] bytes;

  /** Length of the line without its end. */
  int length;

  /** Whether the line ended with CRLF; a bare LF is a fault, but ends it too. */
  boolean crlf;

  private int searched;

  Lines(byte[] scratch) {
    this.bytes = scratch;
  }

  /**
   * @return false when no whole line is there yet, or it is longer than the scratch array
   */
  boolean next(ByteBuf in) {
    int start = in.readerIndex();
    int lf = in.indexOf(start + searched, in.writerIndex(), Octets.LF);
    if (lf < 0) {
      searched = in.readableBytes();
      return false;
    }
    length = lf - start;
    if (length > bytes.length) {
      return false;
    }
    in.getBytes(start, bytes, 0, length);
    in.readerIndex(lf + 1);
    searched = 0;
    crlf = length > 0 && bytes[length - 1] == Octets.CR;
    if (crlf) {
      length--;
    }
    return true;
  }
}
