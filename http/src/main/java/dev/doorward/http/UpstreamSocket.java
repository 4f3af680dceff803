package dev.doorward.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Asks an idle socket whether its peer has closed it without us having heard. */
final class UpstreamSocket {
  /** Nobody looks at what comes in here, so that all may use it at once. */
  private static final ByteBuffer PROBE = ByteBuffer.allocateDirect(1);

  private UpstreamSocket() {}

  /** True when nothing has come since the last answer: no end, no error, no stray octet. */
  static boolean isQuiet(Channel channel) {
    try {
      return channel.isActive()
          && switch (channel) {
            case EpollSocketChannel epoll -> epoll.fd().read(PROBE, 0, 1) == 0;
            case OfJdk nio -> nio.probe() == 0;
            default -> true;
          };
    } catch (IOException _) {
      return false;
    }
  }

  /** The JDK's, which lets nobody but a subclass read. */
  static final class OfJdk extends NioSocketChannel {
    private int probe() throws IOException {
      return javaChannel().read(PROBE.duplicate());
    }
  }
}
