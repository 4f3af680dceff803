package dev.doorward.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens connections to applications, trying each address that their name has. */
final class Connector {
  private static final long SLOWEST_CONNECT_MS = 10_000;

  private final Loop loop;
  private final Resolver resolver;
  private @Nullable SslContext tls;

  Connector(Loop loop) {
    this.loop = loop;
    this.resolver = new Resolver(loop.eventLoop);
  }

  /** Calls one of the last two, on the event loop; whoever gets the channel speaks on it. */
  void connect(Upstream upstream, Consumer<Channel> ready, Runnable unreachable) {
    resolver.resolve(upstream.host(), found -> attempt(upstream, found, 0, ready, unreachable));
  }

  private void attempt(
      Upstream upstream,
      List<InetAddress> addresses,
      int index,
      Consumer<Channel> ready,
      Runnable unreachable) {
    if (index == addresses.size()) {
      unreachable.run();
      return;
    }
    var address = new InetSocketAddress(addresses.get(index), upstream.port());
    var connected = bootstrap(upstream).connect(address);
    connected.addListener(_ -> {
      Channel channel = connected.channel();
      Runnable next = () -> attempt(upstream, addresses, index + 1, ready, unreachable);
      if (!connected.isSuccess()) {
        next.run();
        return;
      }
      SslHandler ssl = channel.pipeline().get(SslHandler.class);
      if (ssl == null) {
        ready.accept(channel);
        return;
      }
      ssl.handshakeFuture()
          .addListener((Future<Channel> shaken) -> {
            if (shaken.isSuccess()) {
              ready.accept(channel);
            } else {
              next.run();
            }
          });
    });
  }

  private Bootstrap bootstrap(Upstream upstream) {
    long connectMs = Math.min(SLOWEST_CONNECT_MS, loop.edge.timeouts.upstream().toMillis());
    return Sockets.options(new Bootstrap())
        .group(loop.eventLoop)
        .channelFactory(UpstreamSocket::new)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectMs)
        // a write that fails must not cost us an answer which is already here
        .option(ChannelOption.AUTO_CLOSE, false)
        .handler(first(upstream, connectMs));
  }

  private ChannelHandler first(Upstream upstream, long handshakeMs) {
    if (!upstream.tls()) {
      return new ChannelInboundHandlerAdapter();
    }
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        SslHandler ssl = tls().newHandler(channel.alloc(), upstream.host(), upstream.port());
        ssl.setHandshakeTimeoutMillis(handshakeMs);
        channel.pipeline().addLast(ssl);
      }
    };
  }

  private SslContext tls() {
    if (tls == null) {
      try {
        tls =
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
      } catch (SSLException e) {
        throw new IllegalStateException("this JDK has no TLS", e);
      }
    }
    return tls;
  }
}
