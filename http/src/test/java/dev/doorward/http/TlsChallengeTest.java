package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes to validate a name (RFC 8737), and nobody else, is shown what is presented for it. */
class TlsChallengeTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir private static Path folder;
  private static KeyStore ordinary;
  private static KeyStore challenge;
  private Started started;

  @BeforeAll
  static void certificates() throws Exception {
    ordinary = made("ordinary");
    challenge = made("challenge");
    Files.writeString(folder.resolve("both.pem"), both(ordinary));
  }

  @BeforeEach
  void start() throws Exception {
    Path both = folder.resolve("both.pem");
    Tls tls = new Tls(new Tls.Certificate(both, both), Map.of());
    started = new Started(new Answering(), Limits.DEFAULT, Started.PATIENT, Optional.of(tls));
  }

  @AfterEach
  void stop() {
    started.close();
  }

  @Test
  void theChallengeIsShownAndNothingElseIsSpoken() throws Exception {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      present("one.test");
      try (SSLSocket socket = socket("One.test", protocol, "acme-tls/1")) {
        assertThat(subject(socket)).isEqualTo("CN=challenge");
        assertThat(socket.getApplicationProtocol()).isEqualTo("acme-tls/1");
        Wire wire = new Wire(socket);
        try {
          wire.send("GET /now HTTP/1.1\r\nHost: one.test\r\n\r\n");
        } catch (SSLException e) {
          assertThat(e).as("closed before it was asked").isNotNull();
        }
        assertThat(wire.rest()).isEmpty();
      }
    }
    assertThat(started.handler.asked).isEmpty();
    assertThat(started.handler.bugs).isEmpty();
  }

  @Test
  void anybodyElseGetsTheOrdinaryCertificateMeanwhile() throws Exception {
    present("one.test");
    for (String[] offered :
        new String[][] {{"http/1.1"}, {"h2", "http/1.1"}, {"acme-tls/1", "http/1.1"}, {}}) {
      try (SSLSocket socket = socket("one.test", "TLSv1.3", offered)) {
        assertThat(subject(socket)).isEqualTo("CN=ordinary");
        assertThat(socket.getApplicationProtocol()).isNotEqualTo("acme-tls/1");
        if (socket.getApplicationProtocol().equals("h2")) {
          continue; // over which the next line would be none
        }
        Wire wire = new Wire(socket);
        wire.send("GET /now HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n");
        assertThat(wire.rest()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void aNameNotUnderValidationIsRefused() throws Exception {
    present("one.test");
    for (String name : List.of("two.test", "")) {
      refused(name);
    }
    started.server.withdrawChallenge("ONE.test");
    refused("one.test");
    try (SSLSocket socket = socket("one.test", "TLSv1.3", "http/1.1")) {
      assertThat(subject(socket)).isEqualTo("CN=ordinary");
    }
    assertThat(started.handler.bugs).isEmpty();
  }

  @Test
  void connectionsOfValidatorsAreCountedOut() throws Exception {
    present("one.test");
    try (SSLSocket socket = socket("one.test", "TLSv1.3", "acme-tls/1")) {
      assertThat(subject(socket)).isEqualTo("CN=challenge");
      assertThat(new Wire(socket).rest()).isEmpty();
    }
    refused("two.test");
    long end = System.nanoTime() + 5_000_000_000L;
    while (started.server.connections() > 0 && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(started.server.connections()).isZero();
  }

  private void refused(String name) throws Exception {
    try (SSLSocket socket = socket(name, "TLSv1.3", "acme-tls/1")) {
      assertThatThrownBy(socket::startHandshake)
          .as(name)
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("no_application_protocol");
    }
  }

  private void present(String name) throws Exception {
    started.server.presentChallenge(
        name,
        (X509Certificate) challenge.getCertificate("x"),
        (PrivateKey) challenge.getKey("x", PASSWORD));
  }

  private static String subject(SSLSocket socket) throws Exception {
    socket.startHandshake();
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  private SSLSocket socket(String name, String protocol, String... offered) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    InetSocketAddress at = started.server.address();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
    var parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    parameters.setApplicationProtocols(offered);
    if (!name.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Made by the JDK's keytool. */
  private static KeyStore made(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    String line =
        "-genkeypair -alias x -keyalg EC -groupname secp256r1 -storetype PKCS12 -dname CN=%s"
                .formatted(name)
            + " -storepass secret -keystore "
            + store;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(line.split(" ")));
    Process keytool = new ProcessBuilder(command).inheritIO().start();
    assertThat(keytool.waitFor()).isZero();
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  /** Key and certificate in one file. */
  private static String both(KeyStore store) throws Exception {
    return pem("PRIVATE KEY", store.getKey("x", PASSWORD).getEncoded())
        + pem("CERTIFICATE", store.getCertificate("x").getEncoded());
  }

  private static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  /** Takes any certificate: the test looks at it itself. */
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
