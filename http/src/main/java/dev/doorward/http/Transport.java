package dev.doorward.http;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** How sockets are driven: by Linux's epoll where its library loads, by the JDK elsewhere. */
record Transport(
    IoHandlerFactory driver,
    ChannelFactory<? extends ServerChannel> listener,
    ChannelFactory<? extends SocketChannel> upstream) {

  static final Transport BEST = Epoll.isAvailable() ? epoll() : jdk();

  private static Transport epoll() {
    return new Transport(
        EpollIoHandler.newFactory(), EpollServerSocketChannel::new, EpollSocketChannel::new);
  }

  private static Transport jdk() {
    return new Transport(
        NioIoHandler.newFactory(), NioServerSocketChannel::new, UpstreamSocket.OfJdk::new);
  }
}
