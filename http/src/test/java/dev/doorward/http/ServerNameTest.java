package dev.doorward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names in a ClientHello, good and bad (RFC 6066 §3), on a listener with many certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerNameTest {
  @TempDir private static Path folder;
  private Started started;

  @BeforeAll
  void start() throws Exception {
    var byName =
        Map.of(
            "one.test", TlsTest.certificate(folder, "one", "EC"),
            "*.two.test", TlsTest.certificate(folder, "two", "EC"));
    var tls = new Tls(TlsTest.certificate(folder, "fallback", "EC"), byName);
    started = new Started(new Answering(), Limits.DEFAULT, Started.PATIENT, Optional.of(tls));
  }

  @AfterAll
  void stop() {
    started.close();
  }

  /** Who answers; nobody where the handshake may be refused, too. */
  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("one.test", "one", false),
        Arguments.of("ONE.TesT", "one", false),
        Arguments.of("a.two.test", "two", false),
        Arguments.of("two.test", "fallback", false),
        Arguments.of("a.b.two.test", "fallback", false),
        Arguments.of("unknown.test", "fallback", false),
        Arguments.of("localhost", "fallback", false),
        Arguments.of("127.0.0.1", "fallback", true),
        Arguments.of("[::1]", "fallback", true),
        Arguments.of("one.test.", "fallback", true),
        Arguments.of(".two.test", "two", true),
        Arguments.of("*.two.test", "two", true),
        Arguments.of("..", "fallback", true),
        Arguments.of(("a".repeat(63) + ".").repeat(3) + "b".repeat(61), "fallback", true),
        Arguments.of(("a".repeat(63) + ".").repeat(3) + "b".repeat(63), "fallback", true),
        Arguments.of("a".repeat(255), "fallback", true),
        Arguments.of("a".repeat(10_000), "fallback", true),
        Arguments.of("one.test\u0000.evil.test", "fallback", true),
        Arguments.of("\u00f6ne.test", "fallback", true),
        Arguments.of("one.test\r\nX: y", "fallback", true));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aName(String name, String whose, boolean mayBeRefused) throws Exception {
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      long since = System.nanoTime();
      try (SSLSocket socket = connect(name, protocol)) {
        socket.startHandshake();
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + whose);
        String answer =
            new Wire(socket).send("GET /sni HTTP/1.1\r\nHost: other.test\r\n\r\n").answer();
        assertThat(answer).endsWith("\r\n\r\n" + name.toLowerCase(java.util.Locale.ROOT));
      } catch (SSLException refused) {
        assertThat(mayBeRefused).as("%s: %s", name, refused).isTrue();
        assertThat(System.nanoTime() - since).as("refused at once").isLessThan(2_000_000_000L);
      }
    }
    try (SSLSocket socket = connect("", "TLSv1.3")) { // nobody else is harmed
      socket.startHandshake();
      String answer = new Wire(socket).send("GET /sni HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertThat(answer).endsWith("\r\n\r\n-");
    }
    assertThat(started.handler.bugs).isEmpty();
  }

  private SSLSocket connect(String name, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    var address = started.server.address();
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    var parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    if (!name.isEmpty()) {
      parameters.setServerNames(List.of(new Any(name.getBytes(ISO_8859_1))));
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(5_000);
    return socket;
  }

  /** Octets which need not be a host's name. */
  private static final class Any extends SNIServerName {
    Any(byte[] octets) {
      super(0, octets);
    }
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
