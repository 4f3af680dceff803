package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** One exchange with an application over HTTP/2. For its event loop only. */
final class UpstreamStream implements UpstreamLink {
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString EXPECT = AsciiString.cached("expect");
  private static final AsciiString CONTINUE = AsciiString.cached("100-continue");
  private static final AsciiString TE = AsciiString.cached("te");
  private static final AsciiString TRAILERS = AsciiString.cached("trailers");
  private static final AsciiString HTTP = AsciiString.cached("http");

  private final UpstreamStreams connection;
  private final int id;
  private final StreamWriter out;
  private @Nullable Owner owner;
  private @Nullable Http2Stream stream;
  private boolean headOnly;
  private boolean headSeen;
  private boolean touched;
  private boolean over;
  private boolean reads = true;

  /** Octets which were passed on, but for which there is no room yet. */
  private int unconsumed;

  /** Octets of content still to come, or -1 when nobody knows. */
  private long left = -1;

  private long lastRead = System.nanoTime();

  UpstreamStream(UpstreamStreams connection, int id) {
    this.connection = connection;
    this.id = id;
    this.out = new StreamWriter(connection, id, this::writable);
  }

  // ---- what arrives

  void headers(Http2Headers headers, boolean end) {
    lastRead = System.nanoTime();
    touched = true;
    Owner to = owner;
    if (to == null) {
      return;
    }
    Headers fields = Http2Fields.read(headers);
    if (fields == null) {
      broken();
    } else if (!headSeen) {
      head(to, status(headers), fields, end);
    } else if (end && headers.status() == null) {
      finish(fields);
    } else {
      broken();
    }
  }

  /** 0 for none that is one. */
  private static int status(Http2Headers headers) {
    CharSequence text = headers.status();
    if (text == null || text.length() != 3) {
      return 0;
    }
    int status = 0;
    for (int i = 0; i < 3; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      status = status * 10 + digit;
    }
    return status;
  }

  private void head(Owner to, int status, Headers fields, boolean end) {
    if (status < 100 || status > 599 || status == 101 || status < 200 && end) {
      broken();
      return;
    }
    if (status < 200) {
      to.interim(status, fields);
      return;
    }
    Framing framing = framing(status, fields, end);
    if (framing == null) {
      broken();
      return;
    }
    headSeen = true;
    left = framing.length();
    to.head(status, fields, framing);
    if (end) {
      finish(Headers.empty());
    }
  }

  /** Null where the length said is none, or not that of the content (RFC 9113 §8.1.1). */
  private @Nullable Framing framing(int status, Headers fields, boolean end) {
    if (headOnly || status == 204 || status == 304) {
      return Framing.NONE;
    }
    Framing said = Framing.of(fields, 1);
    if (said == null || end && !said.isEmpty()) {
      return null;
    }
    if (end) {
      return Framing.length(0); // a client of HTTP/1.1 must be told so
    }
    return said.kind() == Framing.Kind.NONE ? Framing.CHUNKED : said;
  }

  /** The data is the caller's. */
  void data(@Nullable Http2Stream from, ByteBuf data, boolean end) {
    lastRead = System.nanoTime();
    touched = true;
    stream = from;
    int length = data.readableBytes();
    Owner to = owner;
    if (to == null || !headSeen || left >= 0 && length > left) {
      connection.consumed(from, length);
      broken();
      return;
    }
    if (left > 0) {
      left -= length;
    }
    unconsumed += length;
    if (length > 0) {
      to.data(data.slice(), length);
    }
    if (reads) {
      consume();
    }
    if (end) {
      finish(Headers.empty());
    }
  }

  private void finish(Headers trailers) {
    if (left > 0) {
      broken(); // its end must not pass for that of the content
      return;
    }
    Owner ended = owner;
    owner = null;
    consume();
    if (ended != null) {
      ended.end(trailers);
      ended.readComplete();
    }
  }

  private void broken() {
    connection.giveUp(this, id, Http2Error.PROTOCOL_ERROR);
    over(false);
  }

  void readComplete() {
    if (touched && owner != null) {
      touched = false;
      owner.readComplete();
    }
  }

  void writable() {
    if (owner != null && isWritable()) {
      owner.upstreamWritable();
    }
  }

  /**
   * Nothing comes any more.
   *
   * @param untouched whether the application did nothing with the request
   */
  void over(boolean untouched) {
    over = true;
    out.over();
    Owner losing = owner;
    owner = null;
    if (losing == null) {
      return;
    }
    if (untouched && !headSeen) {
      losing.refused();
    } else {
      losing.lost();
    }
  }

  // ---- what it is to an exchange

  @Override
  public void own(Owner next, boolean head, boolean upgradeAsked) {
    owner = next;
    headOnly = head;
  }

  @Override
  public void request(Reply.Forward forward, Framing framing, boolean upgrade, boolean expect) {
    Headers fields = forward.headers();
    Http2Headers head = new DefaultHttp2Headers(false, fields.size() + 8);
    head.method(new AsciiString(forward.method()));
    head.scheme(HTTP);
    fields.first("Host").ifPresent(host -> head.authority(new AsciiString(host)));
    head.path(new AsciiString(forward.target()));
    Http2Fields.add(head, fields.without("Host"));
    if (framing.kind() == Framing.Kind.LENGTH) {
      head.add(CONTENT_LENGTH, new AsciiString(Long.toString(framing.length())));
    }
    if (expect) {
      head.add(EXPECT, CONTINUE);
    }
    if (fields.first("Content-Type").orElse("").startsWith("application/grpc")) {
      head.add(TE, TRAILERS); // a server of gRPC may refuse a call without it
    }
    out.headers(head, framing.isEmpty());
    connection.began(this, id);
  }

  @Override
  public void content(ByteBuf piece, Framing framing) {
    out.data(piece, false);
  }

  @Override
  public void contentEnd(Headers trailers, Framing framing) {
    out.end(trailers);
  }

  @Override
  public void octets(ByteBuf octets) {
    octets.release(); // no tunnel was asked for
  }

  @Override
  public void flush() {
    connection.unflushed();
  }

  @Override
  public boolean isWritable() {
    return out.isWritable();
  }

  @Override
  public void read(boolean more) {
    reads = more;
    if (more) {
      consume();
    }
  }

  private void consume() {
    int taken = unconsumed;
    unconsumed = 0;
    connection.consumed(stream, taken);
  }

  @Override
  public long lastRead() {
    return lastRead;
  }

  @Override
  public long stalled(long now) {
    return out.stalled(now);
  }

  /** A stream is used once. */
  @Override
  public void release() {
    owner = null;
  }

  @Override
  public void close() {
    owner = null;
    if (!over) {
      consume();
      connection.giveUp(this, id, Http2Error.CANCEL);
    }
  }
}
