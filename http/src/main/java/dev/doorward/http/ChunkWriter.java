package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Writes content, chunked where it is framed so (RFC 9112 §7.1). */
final class ChunkWriter {
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final ByteBuf CRLF =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeBytes(LINE_END)).asReadOnly();
  private static final byte[] LAST = "0\r\n".getBytes(StandardCharsets.US_ASCII);

  private ChunkWriter() {}

  /** Takes the piece over. */
  static void content(Outlet outlet, ByteBuf piece, Framing framing) {
    if (framing.kind() == Framing.Kind.CHUNKED) {
      data(outlet, piece);
    } else {
      outlet.write(piece);
    }
  }

  /** After the last piece. */
  static void end(Outlet outlet, Headers trailers, Framing framing) {
    if (framing.kind() == Framing.Kind.CHUNKED) {
      end(outlet, trailers);
    }
  }

  private static void data(Outlet outlet, ByteBuf data) {
    int length = data.readableBytes();
    if (length == 0) {
      data.release(); // a chunk of nothing would end the content
      return;
    }
    var size = new HeadText(16);
    size.add(Integer.toHexString(length));
    size.add(LINE_END);
    outlet.text(size, length + LINE_END.length);
    outlet.write(data);
    outlet.write(CRLF.duplicate());
  }

  private static void end(Outlet outlet, Headers trailers) {
    var out = new HeadText(trailers.isEmpty() ? 8 : Heads.size(trailers));
    out.add(LAST);
    Heads.fields(out, trailers, null);
    Heads.end(out);
    outlet.text(out, 0);
  }
}
