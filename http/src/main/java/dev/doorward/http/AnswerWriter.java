package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Passes an application's answer to a client, framed as that client understands it. */
final class AnswerWriter {
  private static final String EVENT_STREAM = "text/event-stream";

  private final ClientExchange exchange;
  private final Client client;
  private final Framing framing;
  private final boolean openEnded;
  private final boolean keep;
  private boolean eventStream;

  /**
   * @param given how the application framed it
   */
  AnswerWriter(ClientExchange exchange, Framing given) {
    this.exchange = exchange;
    this.client = exchange.client;
    this.openEnded = given.kind() == Framing.Kind.CHUNKED || given.kind() == Framing.Kind.CLOSE;
    this.framing = openEnded ? unsized(exchange.head()) : given;
    this.keep = exchange.keeps() && framing.kind() != Framing.Kind.CLOSE;
  }

  private static Framing unsized(RequestHead head) {
    return head.version() == Version.HTTP_1_0 ? Framing.CLOSE : Framing.CHUNKED;
  }

  /**
   * @param length to be said where no content follows; null for nothing
   */
  void head(ResponseHead head, @Nullable String length) {
    client.head(head, framing, length, exchange.persistence(keep));
    eventStream = head.headers().first("Content-Type").orElse("").startsWith(EVENT_STREAM);
  }

  /** Takes the piece over. */
  void data(ByteBuf piece) {
    client.data(piece, framing);
  }

  /** Whether the connection goes on. */
  boolean end(Headers trailers) {
    client.end(trailers, framing);
    client.unflushed();
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
