package dev.doorward.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 and HTTP/2 server (RFC 9110, RFC 9112, RFC 9113): the edge between clients and a
 * {@link Handler}.
 */
public final class HttpServer implements AutoCloseable {
  private final Edge edge;
  private final MultiThreadIoEventLoopGroup group;
  private final Map<EventLoop, Loop> loops = new IdentityHashMap<>();
  private final List<Channel> listening = new ArrayList<>();
  private final List<TlsSwitch> switches = new ArrayList<>();
  private final TlsChallenges challenges = new TlsChallenges();

  private HttpServer(Edge edge) {
    this.edge = edge;
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    this.group = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
    for (EventExecutor executor : group) {
      var eventLoop = (EventLoop) executor;
      loops.put(eventLoop, new Loop(edge, eventLoop));
    }
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when an address cannot be bound or a certificate not be read; nothing
   *     listens then
   */
  public static HttpServer start(
      List<Listener> listeners, Handler handler, Limits limits, Timeouts timeouts)
      throws IOException {
    var server = new HttpServer(new Edge(handler, limits, timeouts));
    try {
      for (Listener listener : listeners) {
        server.listen(listener);
      }
    } catch (IOException | RuntimeException e) {
      server.stop(Duration.ZERO);
      throw e;
    }
    return server;
  }

  private void listen(Listener listener) throws IOException {
    TlsSwitch tls =
        listener.tls().isPresent() ? new TlsSwitch(listener.tls().get(), challenges) : null;
    if (tls != null) {
      switches.add(tls);
    }
    ChannelFuture bound =
        Sockets.options(new ServerBootstrap())
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel, tls, listener.proxyProtocol());
                  }
                })
            .bind(listener.bind())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var at = listener.bind();
      throw new IOException(
          "cannot listen on " + at.getHostString() + ":" + at.getPort(), bound.cause());
    }
    listening.add(bound.channel());
  }

  private void accept(Channel channel, @Nullable TlsSwitch tls, boolean proxyProtocol) {
    if (edge.connections.incrementAndGet() > edge.limits.connections() || edge.stopping) {
      edge.connections.decrementAndGet();
      channel.close();
      return;
    }
    if (proxyProtocol) {
      channel.pipeline().addLast(new ProxyGate());
    }
    if (tls != null) {
      channel.pipeline().addLast(tls.handler(edge.timeouts.header()));
    }
    Loop loop = Objects.requireNonNull(loops.get(channel.eventLoop()));
    channel.pipeline().addLast(new ClientConnection(loop, channel));
  }

  /** Where the first listener listens. */
  public InetSocketAddress address() {
    return addresses().getFirst();
  }

  /** Where the listeners listen, in their order. */
  public List<InetSocketAddress> addresses() {
    return listening.stream().map(each -> (InetSocketAddress) each.localAddress()).toList();
  }

  /** True from the beginning of a stop. */
  public boolean stopping() {
    return edge.stopping;
  }

  /** Client connections open now. */
  public int connections() {
    return edge.connections.get();
  }

  /** Puts other bounds in force, for connections made from now on. */
  public void adopt(Limits limits, Timeouts timeouts) {
    edge.adopt(limits, timeouts);
  }

  /**
   * Reads all certificates again. Connections made from now on get the new ones.
   *
   * @throws IOException when one cannot be used, saying which and why; all the old ones stay in
   *     force
   */
  public void reloadTls() throws IOException {
    exchange(TlsSwitch::files);
  }

  /**
   * Gives these certificates to every listener that speaks TLS.
   *
   * @throws IOException as {@link #reloadTls()}
   */
  public void reloadTls(Tls tls) throws IOException {
    exchange(_ -> tls);
  }

  private synchronized void exchange(Function<TlsSwitch, Tls> next) throws IOException {
    var prepared = new ArrayList<Runnable>();
    for (TlsSwitch each : switches) {
      prepared.add(each.prepare(next.apply(each)));
    }
    prepared.forEach(Runnable::run);
  }

  /**
   * Presents a certificate on every listener that speaks TLS to whoever validates that name: who
   * offers the protocol {@code acme-tls/1} alone (RFC 8737). Its connection is closed after the
   * handshake. A name for which nothing is presented is refused to it, with the alert
   * no_application_protocol.
   *
   * @param name a host name; stands in for what was presented for it before
   * @throws IOException when certificate and key cannot be used
   */
  public void presentChallenge(String name, X509Certificate certificate, PrivateKey key)
      throws IOException {
    challenges.present(name, certificate, key);
  }

  /** Presents it no longer. */
  public void withdrawChallenge(String name) {
    challenges.withdraw(name);
  }

  /**
   * Stops: accepts no more, closes idle connections, lets requests in flight finish with {@code
   * Connection: close}, tunnels and event streams end; cuts what is left. Blocks until then; again
   * is without effect.
   *
   * @param grace how long requests in flight may take
   */
  public void stop(Duration grace) {
    edge.stopping = true;
    for (Channel each : listening) {
      each.close().awaitUninterruptibly();
    }
    for (Loop loop : loops.values()) {
      if (!group.isShuttingDown()) {
        loop.eventLoop.execute(loop::stop);
      }
    }
    long until = System.nanoTime() + grace.toNanos();
    try {
      while (edge.connections.get() > 0 && System.nanoTime() < until) {
        Thread.sleep(5);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Stops with the grace of {@link Timeouts#stop}. */
  @Override
  public void close() {
    stop(edge.timeouts.stop());
  }
}
