package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The application protocols which a ClientHello offers (RFC 7301 §3.1). */
final class AlpnOffer {
  private static final int EXTENSION = 16;
  private static final int VERSION_AND_RANDOM = 2 + 32;

  private AlpnOffer() {}

  /**
   * Reads them.
   *
   * @param hello from its version on, without the header of handshake messages; not consumed
   * @return empty where it offers none, or cannot be read
   */
  static List<String> of(ByteBuf hello) {
    ByteBuf in = hello.duplicate();
    try {
      in.skipBytes(VERSION_AND_RANDOM);
      in.skipBytes(in.readUnsignedByte()); // session
      in.skipBytes(in.readUnsignedShort()); // cipher suites
      in.skipBytes(in.readUnsignedByte()); // compression
      ByteBuf extensions = in.readSlice(in.readUnsignedShort());
      while (extensions.isReadable()) {
        int kind = extensions.readUnsignedShort();
        ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
        if (kind == EXTENSION) {
          return names(content.readSlice(content.readUnsignedShort()));
        }
      }
      return List.of();
    } catch (IndexOutOfBoundsException e) {
      return List.of(); // the handshake says what is wrong with it
    }
  }

  private static List<String> names(ByteBuf list) {
    List<String> names = new ArrayList<>();
    while (list.isReadable()) {
      names.add(
          list.readCharSequence(list.readUnsignedByte(), StandardCharsets.US_ASCII).toString());
    }
    return names;
  }
}
