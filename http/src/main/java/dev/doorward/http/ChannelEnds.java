package dev.doorward.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The two ends of a channel, with or without TLS. */
final class ChannelEnds {
  static final AttributeKey<String> SERVER_NAME = AttributeKey.valueOf("doorward.serverName");

  /** Who connects, as the balancer says before everything else. */
  static final AttributeKey<InetSocketAddress> CLIENT = AttributeKey.valueOf("doorward.client");

  private ChannelEnds() {}

  static Connection describe(Channel channel) {
    InetSocketAddress told = channel.attr(CLIENT).get();
    return new Connection(
        told == null ? (InetSocketAddress) channel.remoteAddress() : told,
        (InetSocketAddress) channel.localAddress(),
        channel.pipeline().get(SslHandler.class) != null,
        Optional.ofNullable(channel.attr(SERVER_NAME).get()));
  }

  /** Whether HTTP/2 was agreed on in the TLS handshake (RFC 9113 §3.2). */
  static boolean isHttp2(Channel channel) {
    SslHandler ssl = channel.pipeline().get(SslHandler.class);
    return ssl != null && "h2".equals(ssl.applicationProtocol());
  }

  /** Sends what ends our direction, close_notify before FIN. */
  static void closeOutput(Channel channel) {
    SslHandler ssl = channel.pipeline().get(SslHandler.class);
    if (ssl == null) {
      shutdown(channel);
    } else {
      ssl.closeOutbound().addListener(_ -> shutdown(channel));
    }
  }

  private static void shutdown(Channel channel) {
    if (channel.isActive()) {
      ((DuplexChannel) channel).shutdownOutput();
    }
  }
}
