package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an application: reads its answers. Serves one exchange at a time, or waits in the
 * pool without an owner. For its event loop only.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements UpstreamLink {
  /** Pooled that long unless the application says otherwise; several close after 2 s to 5 s. */
  private static final long POOLED = TimeUnit.SECONDS.toNanos(4);

  private final Loop loop;
  private final UpstreamPool.Slot slot;
  private final Channel channel;
  private final Outlet outlet;
  private final ResponseParser parser;
  private final Progress progress = new Progress();
  private @Nullable Owner owner;
  private @Nullable ByteBuf in;
  private @Nullable Content content;
  private boolean headOnly;
  private boolean upgradeAsked;
  private boolean tunnel;
  private boolean reusable;
  private long lastRead = System.nanoTime();
  private long pooledUntil;

  UpstreamConnection(Loop loop, UpstreamPool.Slot slot, Channel channel) {
    this.loop = loop;
    this.slot = slot;
    this.channel = channel;
    this.outlet = new Outlet(channel);
    this.parser = new ResponseParser(loop.scratch());
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void read(boolean more) {
    if (channel.config().isAutoRead() != more) {
      channel.config().setAutoRead(more);
    }
  }

  @Override
  public long lastRead() {
    return lastRead;
  }

  @Override
  public long stalled(long now) {
    return progress.stalled(channel, now);
  }

  @Override
  public void request(Reply.Forward forward, Framing framing, boolean upgrade, boolean expect) {
    Headers headers = forward.headers();
    int size = Heads.size(headers) + forward.target().length() + forward.method().length();
    var out = new HeadText(size);
    Heads.requestLine(out, forward.method(), forward.target());
    Heads.fields(out, headers, null);
    Heads.framing(out, framing);
    if (upgrade) {
      Heads.upgrade(out);
    }
    if (expect) {
      Heads.expect(out);
    }
    Heads.end(out);
    outlet.head(out, framing);
  }

  @Override
  public void content(ByteBuf piece, Framing framing) {
    ChunkWriter.content(outlet, piece, framing);
  }

  @Override
  public void contentEnd(Headers trailers, Framing framing) {
    ChunkWriter.end(outlet, trailers, framing);
  }

  @Override
  public void octets(ByteBuf octets) {
    outlet.write(octets);
    flush();
  }

  @Override
  public void flush() {
    outlet.flush();
  }

  @Override
  public void own(Owner owner, boolean headOnly, boolean upgradeAsked) {
    this.owner = owner;
    this.headOnly = headOnly;
    this.upgradeAsked = upgradeAsked;
    this.lastRead = System.nanoTime();
    content = null;
    parser.reset();
  }

  @Override
  public void release() {
    owner = null;
    if (!reusable || in != null || !outlet.isEmpty() || !channel.isActive()) {
      channel.close();
      return;
    }
    channel.config().setAutoRead(true); // to hear of its end
    slot.give(this);
  }

  @Override
  public void close() {
    owner = null;
    channel.close();
  }

  /** Whether it can be used once more. */
  boolean isFresh(long now) {
    return now < pooledUntil
        && channel.isActive()
        && (!(channel instanceof UpstreamSocket socket) || socket.isQuiet());
  }

  boolean isExpired(long now) {
    return now >= pooledUntil;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var data = (ByteBuf) message;
    lastRead = System.nanoTime();
    if (owner == null) {
      data.release();
      channel.close(); // nobody asked anything
      return;
    }
    if (in != null) {
      in = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), in, data);
    } else {
      in = data;
    }
    try {
      decode(in);
    } catch (BrokenAnswer | BrokenContent _) {
      lose();
    }
    if (in != null && (owner == null || !in.isReadable())) {
      in.release();
      in = null;
    }
  }

  private void decode(ByteBuf in) throws BrokenAnswer, BrokenContent {
    // An answer's end lets go of the buffer, and may at once bring the next owner: its answer is
    // not in here, whatever the buffer is used for by then.
    while (owner != null && in == this.in && in.isReadable()) {
      if (tunnel) {
        owner.data(in, in.readableBytes());
        return;
      }
      if (content != null) {
        if (!content.decode(in, owner)) {
          return;
        }
        if (owner != null) {
          complete(in, content.trailers());
        }
      } else if (parser.parse(in)) {
        head(in);
      } else {
        return;
      }
    }
  }

  private void head(ByteBuf in) throws BrokenAnswer {
    Owner owner = owner();
    int status = parser.status();
    Headers headers = parser.headers();
    Framing framing = parser.framing(headOnly);
    if (status == 101) {
      if (!upgradeAsked || !Hops.isWebSocket(headers)) {
        throw new BrokenAnswer();
      }
      tunnel = true;
      owner.upgraded(headers);
    } else if (status < 200) {
      parser.reset();
      owner.interim(status, headers);
    } else {
      content = new Content(framing, loop.scratch());
      keepAlive(headers, framing);
      owner.head(status, headers, framing);
      if (framing.isEmpty() && this.owner != null) {
        complete(in, Headers.empty());
      }
    }
  }

  private void complete(ByteBuf in, Headers trailers) {
    reusable &= !in.isReadable(); // what follows was not asked for
    if (!in.isReadable()) {
      in.release();
      this.in = null;
    }
    Owner served = owner();
    served.end(trailers);
  }

  private void keepAlive(Headers headers, Framing framing) {
    boolean modern = parser.minorVersion() > 0;
    reusable =
        framing.kind() != Framing.Kind.CLOSE
            && (modern
                ? !headers.lists("Connection", "close")
                : headers.lists("Connection", "keep-alive"));
    pooledUntil = System.nanoTime() + headers.first("Keep-Alive").map(KeepAlive::of).orElse(POOLED);
  }

  private Owner owner() {
    if (owner == null) {
      throw new IllegalStateException("an answer without a question");
    }
    return owner;
  }

  private void lose() {
    Owner losing = owner;
    owner = null;
    channel.close();
    if (losing != null) {
      losing.lost();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (owner != null) {
      owner.readComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (owner != null && channel.isWritable()) {
      owner.upstreamWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    slot.forget(this);
    outlet.drop();
    if (in != null) {
      in.release();
      in = null;
    }
    Owner last = owner;
    owner = null;
    if (last == null) {
      return;
    }
    if (content != null && content.framing().kind() == Framing.Kind.CLOSE) {
      last.end(Headers.empty());
    } else {
      last.lost();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      Logs.bug("upstream connection", cause);
      channel.close();
    } else if (content != null && content.framing().kind() == Framing.Kind.CLOSE) {
      content = null; // a reset is no end
      channel.close();
    }
    // What fails in reading closes by itself; where only our request could not be written, an
    // answer to it may be here already.
  }
}
