package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
  static void content(Channel channel, ByteBuf piece, Framing framing) {
    if (framing.kind() == Framing.Kind.CHUNKED) {
      data(channel, piece);
    } else {
      channel.write(piece, channel.voidPromise());
    }
  }

  /** After the last piece. */
  static void end(Channel channel, Headers trailers, Framing framing) {
    if (framing.kind() == Framing.Kind.CHUNKED) {
      end(channel, trailers);
    }
  }

  private static void data(Channel channel, ByteBuf data) {
    int length = data.readableBytes();
    if (length == 0) {
      data.release(); // a chunk of nothing would end the content
      return;
    }
    boolean small = length <= COPIED;
    ByteBuf head = channel.alloc().ioBuffer(small ? length + 16 : 16);
    size(head, length);
    if (small) {
      head.writeBytes(data);
      data.release();
      head.writeByte('\r').writeByte('\n');
      channel.write(head, channel.voidPromise());
    } else {
      channel.write(head, channel.voidPromise());
      channel.write(data, channel.voidPromise());
      channel.write(CRLF.duplicate(), channel.voidPromise());
    }
  }

  private static void end(Channel channel, Headers trailers) {
    var out = new HeadText(trailers.isEmpty() ? 8 : Heads.size(trailers));
    out.add(LAST);
    Heads.fields(out, trailers, null);
    Heads.end(out);
    channel.write(out.toBuffer(channel.alloc()), channel.voidPromise());
  }

  private static void size(ByteBuf out, int length) {
    out.writeCharSequence(Integer.toHexString(length), StandardCharsets.US_ASCII);
    out.writeByte('\r').writeByte('\n');
  }
}
