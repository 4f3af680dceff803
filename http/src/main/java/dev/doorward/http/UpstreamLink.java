package dev.doorward.http;

import io.netty.buffer.ByteBuf;

/**
 * A way to an application for one exchange: a connection of HTTP/1.1, or a stream of one of HTTP/2.
 * For its event loop only.
 */
interface UpstreamLink {
  /** Who gets the answer. Content comes by {@link Content.Sink#data}. */
  interface Owner extends Content.Sink {
    void interim(int status, Headers headers);

    void head(int status, Headers headers, Framing framing);

    /** The application agreed to an upgrade; what follows comes as {@link #data}. */
    void upgraded(Headers headers);

    void end(Headers trailers);

    /** All that had arrived has been passed on. */
    void readComplete();

    void upstreamWritable();

    /** No more comes and the answer is not complete. */
    void lost();

    /** The application did nothing with the request, so that it may be sent again. */
    void refused();
  }

  /** The next answer goes to this owner. */
  void own(Owner owner, boolean headOnly, boolean upgradeAsked);

  /**
   * Writes the request's head.
   *
   * @param framing of the content which follows
   * @param upgrade asks for a WebSocket
   * @param expect asks to be told whether the content is wanted (RFC 9110 §10.1.1)
   */
  void request(Reply.Forward forward, Framing framing, boolean upgrade, boolean expect);

  /** Writes a piece of content, which is taken over. */
  void content(ByteBuf piece, Framing framing);

  /** The content is complete. */
  void contentEnd(Headers trailers, Framing framing);

  /** Octets of a tunnel, which are taken over; sent at once. */
  void octets(ByteBuf octets);

  void flush();

  /** Whether it takes more now; the owner is told when it does again. */
  boolean isWritable();

  /** Reads on or stops. */
  void read(boolean more);

  /** When something last came, of {@link System#nanoTime}. */
  long lastRead();

  /** For how long nothing has been taken although something waits, in ns. */
  long stalled(long now);

  /** Gives it back after a complete answer to a request that was completely sent. */
  void release();

  /** Gives the exchange up. */
  void close();
}
