package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from and its answer goes: a connection of HTTP/1.x, or a stream of one of
 * HTTP/2. For its event loop only.
 */
interface Client {
  Loop loop();

  ByteBufAllocator alloc();

  /** When something of its last arrived, of {@link System#nanoTime}. */
  long lastRead();

  /** The client will send nothing more. */
  boolean isInputClosed();

  /** Whether it takes more now; the exchange is told when it does again. */
  boolean isWritable();

  /** Whether something written still waits to go out; how long it may is this client's business. */
  boolean hasUnsent();

  /** Whether the rest of a content which nobody wants must be read before the next request. */
  boolean drains();

  // ---- writing

  /** 100 (Continue). */
  void proceed();

  /** Another 1xx but 101. */
  void interim(int status, Headers headers);

  /** An answer of our own. */
  void whole(Reply.Whole whole, boolean head, Heads.Persistence persistence);

  /**
   * The head of an application's answer.
   *
   * @param framing of the content which follows by {@link #data}
   * @param length to be said where no content follows; null for nothing
   */
  void head(
      ResponseHead head, Framing framing, @Nullable String length, Heads.Persistence persistence);

  /** A piece of content, which is taken over. */
  void data(ByteBuf piece, Framing framing);

  /** The content is complete. */
  void end(Headers trailers, Framing framing);

  /**
   * The application agreed to a WebSocket.
   *
   * @return false when what it agreed to is none; nothing was written then
   */
  boolean upgrade(ResponseHead head);

  /**
   * Whether a final answer of that status would be taken for a WebSocket, to which nobody agreed
   * (RFC 8441 §5).
   */
  boolean takesForWebSocket(int status);

  /** Octets of a tunnel, which are taken over. */
  void octets(ByteBuf octets);

  /** Something was written; it goes out when all that has arrived is dealt with. */
  void unflushed();

  void flush();

  // ---- reading

  /** Reads on or stops, by how much waits. */
  void regulate();

  // ---- the end

  /** The request has been read, or need not be, and is answered. */
  void done(boolean keep);

  /** What follows are octets of a tunnel. */
  void become(Tunnel tunnel);

  /**
   * Ends an answer that is not complete.
   *
   * @param reset where a plain close would look complete
   */
  void truncate(boolean reset);

  /** At once, so that the client notices that something is missing. */
  void abort();

  /** Once what was written has gone. */
  void close();
}
