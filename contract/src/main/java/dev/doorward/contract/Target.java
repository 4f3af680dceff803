package dev.doorward.contract;

import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.wire.Exchanger;
import dev.doorward.contract.wire.SocketExchanger;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server at a URL: where to connect, and whom to trust. */
public final class Target implements AutoCloseable {

  private final SocketExchanger exchanger;
  private final FixtureFile fixture;
  private final int port;

  private Target(SocketExchanger exchanger, FixtureFile fixture, int port) {
    this.exchanger = exchanger;
    this.fixture = fixture;
    this.port = port;
  }

  /** The server which the URL's host and port lead to. */
  public static Target of(URI url, FixtureFile fixture) throws IOException {
    return of(url, fixture, Optional.empty(), Optional.empty());
  }

  /**
   * The same, but connecting elsewhere.
   *
   * @param connect host and port in place of the URL's
   * @param ca PEM file with the certificates to trust in place of the JDK's
   */
  public static Target of(URI url, FixtureFile fixture, Optional<String> connect, Optional<Path> ca)
      throws IOException {
    boolean tls = "https".equals(url.getScheme());
    String host = url.getHost();
    if (host == null || !(tls || "http".equals(url.getScheme()))) {
      throw new IOException(url + " is not a URL of a server");
    }
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    InetSocketAddress at = resolved(connect.orElse(host + ":" + port));
    Optional<InetSocketAddress> plain =
        fixture.plain().isPresent()
            ? Optional.of(resolved(fixture.plain().get()))
            : Optional.empty();
    Optional<SSLContext> context = tls ? Optional.of(trusting(ca)) : Optional.empty();
    boolean behindBalancer = fixture.variant().equals("proxy-protocol");
    return new Target(
        new SocketExchanger(at, plain, context, host, behindBalancer), fixture, at.getPort());
  }

  /** A runner against it. */
  public Runner runner() {
    return Runner.of(exchanger, fixture, port);
  }

  /** What carries the requests. */
  public Exchanger exchanger() {
    return exchanger;
  }

  @Override
  public void close() throws IOException {
    exchanger.close();
  }

  private static InetSocketAddress resolved(String hostAndPort) throws IOException {
    int colon = hostAndPort.lastIndexOf(':');
    if (colon < 1 || !hostAndPort.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IOException("not an address with a port: " + hostAndPort);
    }
    var at =
        new InetSocketAddress(
            hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    if (at.isUnresolved()) {
      throw new IOException("no such host: " + hostAndPort);
    }
    return at;
  }

  /**
   * TLS which trusts those certificates.
   *
   * @param ca PEM file with them; empty for the JDK's
   */
  public static SSLContext trusting(Optional<Path> ca) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      if (ca.isEmpty()) {
        return SSLContext.getDefault();
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      try (InputStream in = Files.newInputStream(ca.get())) {
        int n = 0;
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("ca" + n++, each);
        }
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificates to trust in " + ca.map(Path::toString).orElse("?"), e);
    }
  }
}
