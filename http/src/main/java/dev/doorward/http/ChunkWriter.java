package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Writes content, chunked where it is framed so (RFC 9112 §7.1). */
final class ChunkWriter {
  private static final ByteBuf CRLF =
      Unpooled.unreleasableBuffer(
              Unpooled.directBuffer(2).writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII)))
          .asReadOnly();
  private static final byte[] LAST = "0\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int COPIED = 1024;

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
    boolean small = length <= COPIED;
    ByteBuf head = outlet.alloc().ioBuffer(small ? length + 16 : 16);
    size(head, length);
    if (small) {
      head.writeBytes(data);
      data.release();
      head.writeByte('\r').writeByte('\n');
      outlet.write(head);
    } else {
      outlet.write(head);
      outlet.write(data);
      outlet.write(CRLF.duplicate());
    }
  }

  private static void end(Outlet outlet, Headers trailers) {
    var out = new HeadText(trailers.isEmpty() ? 8 : Heads.size(trailers));
    out.add(LAST);
    Heads.fields(out, trailers, null);
    Heads.end(out);
    outlet.write(out.toBuffer(outlet.alloc(), 0));
  }

  private static void size(ByteBuf out, int length) {
    out.writeCharSequence(Integer.toHexString(length), StandardCharsets.US_ASCII);
    out.writeByte('\r').writeByte('\n');
  }
}
