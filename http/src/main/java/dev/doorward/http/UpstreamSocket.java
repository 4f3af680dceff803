package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A socket that can be asked whether its peer has closed it without us having heard. */
final class UpstreamSocket extends NioSocketChannel {
  private static final int HEARD = 2048;

  private final ByteBuffer probe = ByteBuffer.allocate(1);

  /** True when nothing has come since the last answer: no end, no error, no stray octet. */
  boolean isQuiet() {
    try {
      return isActive() && javaChannel().read(probe.clear()) == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Has all be dealt with that has arrived since the event loop last looked. Not while something of
   * this socket is being dealt with.
   *
   * @return false when the peer has ended it
   */
  boolean hear() {
    boolean some = false;
    try {
      while (isActive()) {
        ByteBuf in = alloc().ioBuffer(HEARD);
        int count = in.writeBytes(javaChannel(), HEARD);
        if (count <= 0) {
          in.release();
          if (count < 0) {
            close();
          }
          break;
        }
        some = true;
        pipeline().fireChannelRead(in);
      }
    } catch (IOException _) {
      close();
    }
    if (some) {
      pipeline().fireChannelReadComplete();
    }
    return isActive();
  }
}
