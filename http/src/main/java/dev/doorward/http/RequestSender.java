package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Writes a request to an application. */
final class RequestSender {
  private final Reply.Forward forward;
  private final RequestBody body;
  private final boolean upgrade;
  private boolean whole;

  RequestSender(Reply.Forward forward, RequestBody body, boolean upgrade) {
    this.forward = forward;
    this.body = body;
    this.upgrade = upgrade;
  }

  void head(Channel channel, boolean expect) {
    Headers headers = forward.headers();
    int size = Heads.size(headers) + forward.target().length() + forward.method().length();
    var out = new HeadText(size);
    Heads.requestLine(out, forward.method(), forward.target());
    Heads.fields(out, headers, null);
    Heads.framing(out, body.framing());
    if (upgrade) {
      Heads.upgrade(out);
    }
    if (expect) {
      Heads.expect(out);
    }
    Heads.end(out);
    channel.write(out.toBuffer(channel.alloc()), channel.voidPromise());
  }

  /** Writes what is here of the content; true once the last of it has been. */
  boolean pump(Channel channel) {
    if (whole) {
      return true; // a flush tells of room at once, which leads back here before it returns
    }
    boolean chunked = body.framing().kind() == Framing.Kind.CHUNKED;
    while (channel.isWritable()) {
      ByteBuf piece = body.poll();
      if (piece == null) {
        break;
      }
      if (chunked) {
        ChunkWriter.data(channel, piece);
      } else {
        channel.write(piece, channel.voidPromise());
      }
    }
    whole = body.isEnded() && body.queued() == 0;
    if (whole && chunked) {
      ChunkWriter.end(channel, Trailers.pass(body.trailers()));
    }
    channel.flush();
    return whole;
  }
}
