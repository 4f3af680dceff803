package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

  static void interim(Outlet outlet, int status, Headers headers) {
    var out = new HeadText(Heads.size(headers));
    Heads.status(out, status);
    Heads.fields(out, headers, null);
    Heads.end(out);
    outlet.head(out, Framing.NONE);
  }

  static void upgrade(Outlet outlet, ResponseHead head, byte[] date) {
    var out = new HeadText(Heads.size(head.headers()));
    Heads.status(out, 101);
    Heads.fields(out, head.headers(), date);
    Heads.upgrade(out);
    Heads.end(out);
    outlet.head(out, Framing.NONE);
  }

  static void head(
      Outlet outlet,
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
    outlet.head(out, framing);
  }
}
