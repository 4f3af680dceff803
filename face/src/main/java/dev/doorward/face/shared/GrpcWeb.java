package dev.doorward.face.shared;

import dev.doorward.core.request.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Trailers as gRPC-Web has them: a frame in the content, since scripts cannot read trailers. */
final class GrpcWeb {
  private static final byte TRAILERS = (byte) 0x80;

  private GrpcWeb() {}

  /**
   * The frame.
   *
   * @param type of the content; with {@code -text} in it the frame is written in base64
   */
  static byte[] trailers(String type, List<Header> trailers) {
    var text = new StringBuilder();
    for (Header each : trailers) {
      text.append(each.name()).append(": ").append(each.value()).append("\r\n");
    }
    byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] frame =
        ByteBuffer.allocate(5 + octets.length)
            .put(TRAILERS)
            .putInt(octets.length)
            .put(octets)
            .array();
    return type.startsWith("application/grpc-web-text") ? Base64.getEncoder().encode(frame) : frame;
  }
}
