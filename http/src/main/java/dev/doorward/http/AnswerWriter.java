package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Writes an application's answer to a client, framed as that client understands it. */
final class AnswerWriter {
  private static final String EVENT_STREAM = "text/event-stream";

  private final ClientExchange exchange;
  private final Channel channel;
  private final Framing framing;
  private final boolean openEnded;
  private final boolean keep;
  private boolean eventStream;

  /**
   * @param given how the application framed it
   */
  AnswerWriter(ClientExchange exchange, Framing given) {
    this.exchange = exchange;
    this.channel = exchange.connection.channel();
    this.openEnded = given.kind() == Framing.Kind.CHUNKED || given.kind() == Framing.Kind.CLOSE;
    this.framing = openEnded ? unsized(exchange.head()) : given;
    this.keep = exchange.keeps() && framing.kind() != Framing.Kind.CLOSE;
  }

  private static Framing unsized(RequestHead head) {
    return head.minorVersion() > 0 ? Framing.CHUNKED : Framing.CLOSE;
  }

  /**
   * @param length to be said where no content follows; null for nothing
   */
  void head(ResponseHead head, @Nullable String length, byte[] date) {
    var out = new HeadText(Heads.size(head.headers()));
    Heads.status(out, head.status());
    Heads.fields(out, head.headers(), date);
    Heads.framing(out, framing);
    if (length != null) {
      Heads.field(out, "Content-Length", length);
    }
    Heads.persistence(out, exchange.persistence(keep));
    Heads.end(out);
    channel.write(out.toBuffer(channel.alloc()), channel.voidPromise());
    eventStream = head.headers().first("Content-Type").orElse("").startsWith("text/event-stream");
  }

  static void interim(ClientConnection client, int status, Headers headers) {
    var out = new HeadText(Heads.size(headers));
    Heads.status(out, status);
    Heads.fields(out, headers, null);
    Heads.end(out);
    client.write(out.toBuffer(client.channel().alloc()));
  }

  static void upgrade(ClientConnection client, ResponseHead head, byte[] date) {
    var out = new HeadText(Heads.size(head.headers()));
    Heads.status(out, 101);
    Heads.fields(out, head.headers(), date);
    Heads.upgrade(out);
    Heads.end(out);
    client.write(out.toBuffer(client.channel().alloc()));
  }

  /** Takes the piece over. */
  void data(ByteBuf piece) {
    if (framing.kind() == Framing.Kind.CHUNKED) {
      ChunkWriter.data(channel, piece);
    } else {
      channel.write(piece, channel.voidPromise());
    }
  }

  /** Whether the connection goes on. */
  boolean end(Headers trailers) {
    if (framing.kind() == Framing.Kind.CHUNKED) {
      ChunkWriter.end(channel, trailers);
    }
    exchange.connection.unflushed();
    return keep;
  }

  boolean isOpenEnded() {
    return openEnded;
  }

  boolean isEventStream() {
    return eventStream && openEnded;
  }

  /** True when a plain close would pass for the answer's end. */
  boolean needsReset() {
    return framing.kind() == Framing.Kind.CLOSE;
  }
}
