package dev.doorward.http;

import io.netty.buffer.ByteBuf;

/** Sends a request to an application, as much at a time as it takes. */
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

  void head(UpstreamLink link, boolean expect) {
    link.request(forward, body.framing(), upgrade, expect);
  }

  /** Writes what is here of the content; true once the last of it has been. */
  boolean pump(UpstreamLink link) {
    if (whole) {
      return true; // a flush tells of room at once, which leads back here before it returns
    }
    while (link.isWritable()) {
      ByteBuf piece = body.poll();
      if (piece == null) {
        break;
      }
      link.content(piece, body.framing());
    }
    whole = body.isEnded() && body.queued() == 0;
    if (whole) {
      link.contentEnd(Trailers.pass(body.trailers()), body.framing());
    }
    link.flush();
    return whole;
  }
}
