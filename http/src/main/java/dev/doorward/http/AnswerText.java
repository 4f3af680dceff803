package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes applications' answers as HTTP/1.1 (RFC 9112). */
final class AnswerText {
  private static final ByteBuf CONTINUE =
      Unpooled.unreleasableBuffer(
              Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII))
          .asReadOnly();

  private AnswerText() {}

  static ByteBuf proceed() {
    return CONTINUE.duplicate();
  }

  static void interim(Channel channel, int status, Headers headers) {
    var out = new HeadText(Heads.size(headers));
    Heads.status(out, status);
    Heads.fields(out, headers, null);
    Heads.end(out);
    write(channel, out);
  }

  static void upgrade(Channel channel, ResponseHead head, byte[] date) {
    var out = new HeadText(Heads.size(head.headers()));
    Heads.status(out, 101);
    Heads.fields(out, head.headers(), date);
    Heads.upgrade(out);
    Heads.end(out);
    write(channel, out);
  }

  static void head(
      Channel channel,
      ResponseHead head,
      Framing framing,
      @Nullable String length,
      Heads.Persistence persistence,
      byte[] date) {
    var out = new HeadText(Heads.size(head.headers()));
    Heads.status(out, head.status());
    Heads.fields(out, head.headers(), date);
    Heads.framing(out, framing);
    if (length != null) {
      Heads.field(out, "Content-Length", length);
    }
    Heads.persistence(out, persistence);
    Heads.end(out);
    write(channel, out);
  }

  private static void write(Channel channel, HeadText out) {
    channel.write(out.toBuffer(channel.alloc()), channel.voidPromise());
  }
}
