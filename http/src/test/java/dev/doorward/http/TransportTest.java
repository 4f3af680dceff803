package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import org.junit.jupiter.api.Test;

/** Which sockets the tests of this run use: the build runs all of them on each kind. */
class TransportTest {
  @Test
  void linuxHasItsOwnUnlessItIsTakenAway() {
    boolean expected =
        System.getProperty("os.name").equals("Linux")
            && !Boolean.getBoolean("io.netty.transport.noNative");
    Channel channel = Transport.BEST.upstream().newChannel();
    try {
      assertThat(channel instanceof EpollSocketChannel).isEqualTo(expected);
      assertThat(channel instanceof UpstreamSocket.OfJdk).isEqualTo(!expected);
    } finally {
      channel.unsafe().closeForcibly();
    }
  }
}
