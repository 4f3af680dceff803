package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers those who validate that a name is ours, by a handshake and nothing else (tls-alpn-01, RFC
 * 8737).
 */
final class TlsChallenges {
  private static final String ALPN = "acme-tls/1";

  /** A fatal alert, no_application_protocol (RFC 7301 §3.2), before any handshake. */
  private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

  private final Map<String, SslContext> byName = new ConcurrentHashMap<>();

  /** Presents a certificate to whoever validates that name. */
  void present(String name, X509Certificate certificate, PrivateKey key) throws IOException {
    SslContext context =
        SslContextBuilder.forServer(key, certificate)
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ALPN))
            .build();
    byName.put(name.toLowerCase(Locale.ROOT), context);
  }

  void withdraw(String name) {
    byName.remove(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a client came to validate: that protocol alone is offered then (RFC 8737 §3). */
  static boolean isValidation(@Nullable ByteBuf hello) {
    return hello != null && AlpnOffer.of(hello).equals(List.of(ALPN));
  }

  /** Takes over the connection of one who validates, in the place of that handler. */
  void answer(ChannelHandlerContext ctx, ChannelHandler instead, @Nullable String name) {
    SslContext context = name == null ? null : byName.get(name.toLowerCase(Locale.ROOT));
    if (context == null) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    ctx.pipeline().addAfter(ctx.name(), null, new Silence());
    ctx.pipeline().replace(instead, null, context.newHandler(ctx.alloc()));
  }

  /** Lets no request through, and closes once the handshake is over. */
  private static final class Silence extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent) {
        ctx.close();
      }
      ctx.fireUserEventTriggered(event);
    }
  }
}
