package dev.doorward.server.acme;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** How a CA is spoken to: whose certificate is believed, and when it says to come again. */
final class Transport extends GenericAcmeProvider {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int FIRST_ERROR = 400;

  private final InstantSource clock;
  private final Optional<SSLContext> trust;
  private volatile Optional<Instant> retryAfter = Optional.empty();

  /**
   * For one CA.
   *
   * @param ca a file with the certificates by which it is believed, in place of the JDK's
   */
  Transport(InstantSource clock, Optional<Path> ca) throws IOException {
    this.clock = clock;
    this.trust = ca.isPresent() ? Optional.of(trusting(ca.get())) : Optional.empty();
  }

  /** When the CA's last answer, an error, said to come again. */
  Optional<Instant> retryAfter() {
    return retryAfter;
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(ProxySelector.getDefault())
            .connectTimeout(CONNECT);
    trust.ifPresent(client::sslContext);
    return client.build();
  }

  @Override
  public Connection connect(URI server, NetworkSettings settings, HttpClient client) {
    return new DefaultConnection(createHttpConnector(settings, client)) {
      @Override
      protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
          throws IOException {
        retryAfter = Optional.empty();
        super.sendRequest(session, url, body);
        note(lastResponse);
      }
    };
  }

  private void note(@Nullable HttpResponse<InputStream> answer) {
    if (answer != null && answer.statusCode() >= FIRST_ERROR) {
      retryAfter =
          answer
              .headers()
              .firstValue("Retry-After")
              .flatMap(value -> RetryAfter.read(value, clock.instant()));
    }
  }

  private static SSLContext trusting(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(Integer.toString(number++), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("directory-ca: no certificate in " + file, e);
    }
  }
}
