package dev.doorward.servlet;

import dev.doorward.contract.fixture.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * How a container of a test is reached.
 *
 * @param port where it listens on the loopback address
 * @param onVirtualThreads whether requests run on virtual threads
 * @param plain where it listens without TLS, when it speaks TLS at {@code port} with the
 *     certificates of {@link dev.doorward.contract.fixture.Fixture#TLS}; else empty
 */
record Listening(int port, boolean onVirtualThreads, OptionalInt plain) {
  private static final String FIRST = "app.test";
  private static final List<String> CERTIFICATES = List.of(FIRST, "shop.example");

  static Listening at(int port) {
    return new Listening(port, false, OptionalInt.empty());
  }

  /** Tomcat's connectors, the one at {@code port} first. */
  List<Connector> tomcat(Path folder) {
    Connector first = connector(port);
    if (plain.isEmpty()) {
      return List.of(first);
    }
    first.setScheme("https");
    first.setSecure(true);
    first.setProperty("SSLEnabled", "true");
    first.setProperty("defaultSSLHostConfigName", FIRST);
    for (String name : CERTIFICATES) {
      SSLHostConfig host = new SSLHostConfig();
      host.setHostName(name);
      var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
      certificate.setCertificateFile(folder.resolve(name + ".pem").toString());
      certificate.setCertificateKeyFile(folder.resolve(name + ".key").toString());
      host.addCertificate(certificate);
      first.addSslHostConfig(host);
    }
    return List.of(first, connector(plain.getAsInt()));
  }

  private Connector connector(int at) {
    Connector connector = new Connector();
    connector.setPort(at);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("relaxedPathChars", "<>[\\]^`{|}\"");
    connector.setProperty("relaxedQueryChars", "<>[\\]^`{|}\"");
    connector.setProperty("maxHttpRequestHeaderSize", "65536");
    connector.setEncodedSolidusHandling("passthrough");
    if (onVirtualThreads) {
      connector.setProperty("useVirtualThreads", "true");
    }
    return connector;
  }

  /** A Jetty which listens so. */
  Server jetty(Path folder) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool();
    if (onVirtualThreads) {
      threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    }
    Server server = new Server(threads);
    if (plain.isEmpty()) {
      listen(server, port);
    } else {
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setKeyStore(Certificates.together(folder, CERTIFICATES.toArray(String[]::new)));
      tls.setKeyStorePassword(Certificates.PASSWORD);
      HttpConfiguration https = configuration();
      // Else Jetty itself answers what comes for a host which its certificate does not name.
      https.addCustomizer(new SecureRequestCustomizer(false));
      listen(server, port, new SslConnectionFactory(tls, "http/1.1"), https);
      listen(server, plain.getAsInt());
    }
    return server;
  }

  private static void listen(Server server, int at) {
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration()));
    add(server, connector, at);
  }

  private static void listen(
      Server server, int at, SslConnectionFactory tls, HttpConfiguration https) {
    add(server, new ServerConnector(server, tls, new HttpConnectionFactory(https)), at);
  }

  private static void add(Server server, ServerConnector connector, int at) {
    connector.setHost("127.0.0.1");
    connector.setPort(at);
    server.addConnector(connector);
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(64 << 10);
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.UNSAFE);
    return http;
  }
}
