package dev.doorward.http;

import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A socket that can be asked whether its peer has closed it without us having heard. */
final class UpstreamSocket extends NioSocketChannel {
  private final ByteBuffer probe = ByteBuffer.allocate(1);

  /** True when nothing has come since the last answer: no end, no error, no stray octet. */
  boolean isQuiet() {
    try {
      return isActive() && javaChannel().read(probe.clear()) == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
