package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket between a client and an application: passes octets both ways and knows of frames only
 * where they begin. For the event loop only.
 */
final class Tunnel {
  /** How long to wait for a boundary, and for the client to close after our close frame. */
  private static final long ENDING = TimeUnit.SECONDS.toNanos(5);

  private final Client client;
  private final UpstreamLink upstream;
  private final OpenStream stream;
  private final WebSocketFrames frames = new WebSocketFrames();
  private long lastOctet = System.nanoTime();
  private long endingSince;
  private int code;
  private boolean ending;
  private boolean closing;
  private boolean over;

  Tunnel(Client client, UpstreamLink upstream, Loop loop) {
    this.client = client;
    this.upstream = upstream;
    this.stream = new OpenStream(loop.eventLoop, true, ending -> end(ending.webSocketCode()));
  }

  Stream stream() {
    return stream;
  }

  // ---- octets

  void fromClient(ByteBuf data) {
    lastOctet = System.nanoTime();
    if (over || ending) {
      data.release();
      return;
    }
    upstream.octets(data);
    client.regulate();
  }

  boolean wantsClientData() {
    return over || ending || upstream.isWritable();
  }

  void upstreamWritable() {
    client.regulate();
  }

  /** Takes the data over. */
  void fromUpstream(ByteBuf data) {
    lastOctet = System.nanoTime();
    if (over || closing) {
      data.release();
      return;
    }
    if (!ending) {
      frames.pass(data);
      client.octets(data);
      clientWritable();
      return;
    }
    int rest = frames.toBoundary(data);
    if (rest < 0) {
      client.octets(data);
      return;
    }
    client.octets(data.readRetainedSlice(rest));
    data.release();
    closeFrame();
  }

  void readComplete() {
    client.unflushed();
  }

  void clientWritable() {
    upstream.read(client.isWritable());
  }

  // ---- the end

  /** From our side. */
  void end(int code) {
    if (over || ending) {
      return;
    }
    this.ending = true;
    this.code = code;
    this.endingSince = System.nanoTime();
    if (frames.atBoundary()) {
      closeFrame();
    }
    client.regulate();
  }

  private void closeFrame() {
    closing = true;
    endingSince = System.nanoTime();
    ByteBuf frame = client.alloc().ioBuffer(4);
    frame.writeByte(0x88).writeByte(2).writeShort(code);
    client.octets(frame);
    client.flush();
    upstream.close();
  }

  void clientClosed() {
    finish();
  }

  void upstreamClosed() {
    if (!closing) {
      finish();
    }
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    upstream.close();
    client.close();
    stream.closed();
  }

  void check(long now) {
    boolean late = ending && now - endingSince > ENDING;
    if (late || now - lastOctet > client.loop().edge.timeouts.stream().toNanos()) {
      finish();
    }
  }
}
