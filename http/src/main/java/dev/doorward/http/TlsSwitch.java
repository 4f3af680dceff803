package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A listener's certificates in force, exchanged all at once. */
final class TlsSwitch {
  private static final int LARGEST_HELLO = 16 * 1024;

  private record InForce(SslContext fallback, Map<String, SslContext> byName) {
    SslContext of(@Nullable String name) {
      if (name == null) {
        return fallback;
      }
      SslContext exact = byName.get(name);
      if (exact != null) {
        return exact;
      }
      int dot = name.indexOf('.');
      SslContext wild = dot < 0 ? null : byName.get("*" + name.substring(dot));
      return wild == null ? fallback : wild;
    }
  }

  private final TlsChallenges challenges;
  private Tls files;
  private volatile InForce inForce;

  TlsSwitch(Tls files, TlsChallenges challenges) throws IOException {
    this.challenges = challenges;
    this.files = files;
    this.inForce = read(files);
  }

  Tls files() {
    return files;
  }

  /**
   * Reads without changing anything yet.
   *
   * @return what puts it in force
   */
  Runnable prepare(Tls next) throws IOException {
    InForce read = read(next);
    return () -> {
      files = next;
      inForce = read;
    };
  }

  /** For one connection; it finds out the name that the client asks for. */
  ChannelHandler handler(Duration handshake) {
    InForce now = inForce;
    return new SniHandler(
        (String name) -> now.of(name == null ? null : name.toLowerCase(Locale.ROOT)),
        LARGEST_HELLO,
        handshake.toMillis()) {
      private boolean isValidation;

      @Override
      protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello)
          throws Exception {
        isValidation = TlsChallenges.isValidation(hello);
        return super.lookup(ctx, hello);
      }

      @Override
      protected void replaceHandler(ChannelHandlerContext ctx, String name, SslContext context)
          throws Exception {
        if (isValidation) {
          challenges.answer(ctx, this, name);
          return;
        }
        if (name != null) {
          ctx.channel().attr(ChannelEnds.SERVER_NAME).set(name.toLowerCase(Locale.ROOT));
        }
        super.replaceHandler(ctx, name, context);
      }
    };
  }

  private static InForce read(Tls files) throws IOException {
    var byName = new HashMap<String, SslContext>();
    for (var each : files.byName().entrySet()) {
      byName.put(each.getKey().toLowerCase(Locale.ROOT), read(each.getValue()));
    }
    return new InForce(read(files.fallback()), byName);
  }

  private static SslContext read(Tls.Certificate certificate) throws IOException {
    X509Certificate[] chain = Pem.chain(certificate.chain());
    PrivateKey key = Pem.key(certificate.key(), chain[0]);
    return SslContextBuilder.forServer(key, chain)
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                "h2",
                "http/1.1"))
        .build();
  }
}
