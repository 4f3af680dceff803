package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The octets by which a client says that it speaks HTTP/2 without having asked (RFC 9113 §3.3,
 * §3.4).
 */
final class Preface {
  private static final byte[] OCTETS =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  enum Found {
    NONE,
    PART,
    WHOLE
  }

  private Preface() {}

  /** Looks without taking anything. */
  static Found in(ByteBuf in) {
    int there = Math.min(in.readableBytes(), OCTETS.length);
    for (int i = 0; i < there; i++) {
      if (in.getByte(in.readerIndex() + i) != OCTETS[i]) {
        return Found.NONE;
      }
    }
    return there == OCTETS.length ? Found.WHOLE : Found.PART;
  }
}
