package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The octets of a head while it is put together. A head is some dozens of pieces, and each of them
 * costs less here than in a buffer, which checks and counts at every turn.
 */
final class HeadText {
  private byte[] octets;
  private int used;

  /**
   * @param size rough, to make room at once
   */
  HeadText(int size) {
    this.octets = new byte[size];
  }

  /** One octet a character; what is no octet was refused when the value was made. */
  @SuppressWarnings("deprecation") // it drops the upper half of a character, of which there is none
  void add(String text) {
    int length = text.length();
    room(length);
    text.getBytes(0, length, octets, used);
    used += length;
  }

  void add(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, octets, used, more.length);
    used += more.length;
  }

  void add(char octet) {
    room(1);
    octets[used++] = (byte) octet;
  }

  int length() {
    return used;
  }

  void writeTo(ByteBuf out) {
    out.writeBytes(octets, 0, used);
  }

  private void room(int more) {
    if (octets.length - used < more) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, used + more));
    }
  }
}
