package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates by host name, read again while running. */
class TlsTest {
  @TempDir private static Path folder;
  private static Tls.Certificate fallback;
  private static Tls.Certificate one;
  private static Tls.Certificate two;
  private Started started;
  private App app;

  @BeforeAll
  static void certificates() throws Exception {
    fallback = certificate(folder, "fallback", "EC");
    one = certificate(folder, "one", "RSA");
    two = certificate(folder, "two", "EC");
  }

  @BeforeEach
  void start() throws Exception {
    var tls = new Tls(fallback, Map.of("one.test", one, "*.two.test", two));
    started = new Started(new Answering(), Limits.DEFAULT, Started.PATIENT, Optional.of(tls));
    app = new App();
    started.handler.upstream = app.upstream();
  }

  @AfterEach
  void stop() throws Exception {
    app.close();
    started.close();
  }

  /** Made by the JDK's keytool, then written as PEM. */
  static Tls.Certificate certificate(Path folder, String name, String algorithm) throws Exception {
    Path store = Files.createTempDirectory(folder, name).resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                algorithm,
                "-keysize",
                algorithm.equals("EC") ? "256" : "2048",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    var keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    Path chain = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + ".key");
    pem(chain, "CERTIFICATE", keys.getCertificate("x").getEncoded());
    pem(key, "PRIVATE KEY", keys.getKey("x", "secret".toCharArray()).getEncoded());
    return new Tls.Certificate(chain, key);
  }

  private static void pem(Path file, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }

  private SSLSocket socket(String serverName, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    var address = started.server.address();
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    var parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    if (!serverName.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private String subject(String serverName) throws Exception {
    try (SSLSocket socket = socket(serverName, "TLSv1.3")) {
      socket.startHandshake();
      var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  @Test
  void theCertificateIsChosenByName() throws Exception {
    assertThat(subject("one.test")).isEqualTo("CN=one");
    assertThat(subject("ONE.test")).isEqualTo("CN=one");
    assertThat(subject("a.two.test")).isEqualTo("CN=two");
    assertThat(subject("a.b.two.test")).isEqualTo("CN=fallback");
    assertThat(subject("other.test")).isEqualTo("CN=fallback");
    assertThat(subject("")).isEqualTo("CN=fallback");
  }

  @Test
  void theNameIsToldAndBothVersionsWork() throws Exception {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      try (SSLSocket socket = socket("One.test", protocol)) {
        var wire = new Wire(socket);
        wire.send("GET /sni HTTP/1.1\r\nHost: one.test\r\n\r\n");
        assertThat(wire.answer()).endsWith("one.test");
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        wire.send("GET /sni HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n");
        assertThat(wire.rest()).endsWith("one.test");
      }
    }
  }

  @Test
  void whoOffersBothVersionsGetsTheNewer() throws Exception {
    try (SSLSocket socket = socket("one.test", "TLSv1.3")) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2", "TLSv1.3"});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  /** The JDK of a test offers neither by itself, so that the octets are written here. */
  @Test
  void olderVersionsAndSuitesWithoutForwardSecrecyAreRefused() throws Exception {
    int rsaWithAes128Gcm = 0x009c;
    int ecdheRsaWithAes128Gcm = 0xc02f;
    int ecdheRsaWithAes128CbcSha = 0xc013;
    assertThat(hello(0x0303, ecdheRsaWithAes128Gcm)).as("what is right").startsWith(22, 3, 3);
    for (int old : new int[] {0x0300, 0x0301, 0x0302}) {
      assertThat(hello(old, ecdheRsaWithAes128CbcSha)).as("version %x", old).startsWith(21);
    }
    assertThat(hello(0x0303, rsaWithAes128Gcm)).startsWith(21);
    assertThat(hello(0x0303, ecdheRsaWithAes128CbcSha)).startsWith(21);
  }

  /** The first octets that come back for a ClientHello (RFC 5246 §7.4.1.2) of one suite. */
  private byte[] hello(int version, int suite) throws Exception {
    ByteBuffer extensions =
        ByteBuffer.allocate(64)
            .put(
                new byte[] {0, 0, 0, 13, 0, 11, 0, 0, 8}) // server_name, whose certificate is RSA's
            .put("one.test".getBytes(StandardCharsets.US_ASCII))
            .put(new byte[] {0, 10, 0, 4, 0, 2, 0, 23}) // supported_groups: secp256r1
            .put(new byte[] {0, 11, 0, 2, 1, 0}) // ec_point_formats: uncompressed
            .put(new byte[] {0, 13, 0, 8, 0, 6, 4, 1, 8, 4, 2, 1}); // signature_algorithms of RSA
    ByteBuffer body =
        ByteBuffer.allocate(256)
            .putShort((short) version)
            .put(new byte[32]) // random
            .put((byte) 0) // no session
            .putShort((short) 2)
            .putShort((short) suite)
            .put(new byte[] {1, 0}) // no compression
            .putShort((short) extensions.position())
            .put(extensions.array(), 0, extensions.position());
    int length = body.position();
    ByteBuffer record =
        ByteBuffer.allocate(9 + length)
            .put((byte) 22)
            .putShort((short) 0x0301)
            .putShort((short) (4 + length))
            .putInt(1 << 24 | length)
            .put(body.array(), 0, length);
    var address = started.server.address();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(record.array());
      return socket.getInputStream().readNBytes(3);
    }
  }

  @Test
  void aLargeAnswerPasses() throws Exception {
    try (SSLSocket socket = socket("one.test", "TLSv1.3")) {
      var wire = new Wire(socket);
      wire.send("GET /app HTTP/1.1\r\nHost: one.test\r\n\r\n");
      Wire upstream = app.accept();
      upstream.head();
      byte[] megabyte = new byte[1024 * 1024];
      Thread.ofVirtual()
          .start(() -> {
            try {
              upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 16777216\r\n\r\n");
              for (int i = 0; i < 16; i++) {
                upstream.send(megabyte);
              }
            } catch (IOException e) {
              started.handler.bugs.add(e);
            }
          });
      assertThat(wire.answer()).hasSizeGreaterThan(16 * 1024 * 1024);
    }
  }

  @Test
  void aRefusedUploadIsSeenByTheClient() throws Exception {
    try (SSLSocket socket = socket("one.test", "TLSv1.3")) {
      var wire = new Wire(socket);
      wire.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
      wire.send(new byte[3_000_000]);
      assertThat(wire.rest()).startsWith("HTTP/1.1 401 ").endsWith("who are you?");
    }
  }

  @Test
  void certificatesAreReadAgainAndBrokenOnesLeaveTheOldInForce() throws Exception {
    Tls.Certificate changing = certificate(folder, "changing", "EC");
    Tls.Certificate renewed = certificate(folder, "renewed", "EC");
    started.server.reloadTls(new Tls(changing));
    assertThat(subject("one.test")).isEqualTo("CN=changing");
    Files.copy(renewed.chain(), changing.chain(), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> started.server.reloadTls())
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("changing.key is not that of the certificate");
    assertThat(subject("one.test")).isEqualTo("CN=changing");
    Files.copy(renewed.key(), changing.key(), StandardCopyOption.REPLACE_EXISTING);
    started.server.reloadTls();
    assertThat(subject("one.test")).isEqualTo("CN=renewed");
  }

  @Test
  void olderFormsOfKeysAreRead() throws Exception {
    for (Tls.Certificate each : List.of(one, two)) {
      String kind = each == one ? "RSA" : "EC";
      String text = Files.readString(each.key()).replaceAll("-----[^-]*-----", "");
      byte[] pkcs8 = Base64.getMimeDecoder().decode(text);
      Path older = folder.resolve("older-" + kind + ".key");
      pem(older, kind + " PRIVATE KEY", Arrays.copyOfRange(pkcs8, inner(pkcs8), pkcs8.length));
      started.server.reloadTls(new Tls(new Tls.Certificate(each.chain(), older)));
      assertThat(subject("")).isEqualTo(each == one ? "CN=one" : "CN=two");
    }
  }

  /** Where the key itself begins in PKCS#8: the first SEQUENCE that reaches to the end. */
  private static int inner(byte[] pkcs8) {
    for (int at = 5; ; at++) {
      boolean two = pkcs8[at] == 0x30 && (pkcs8[at + 1] & 0xff) == 0x82;
      if (two && at + 4 + ((pkcs8[at + 2] & 0xff) << 8 | pkcs8[at + 3] & 0xff) == pkcs8.length) {
        return at;
      }
      if (pkcs8[at] == 0x30 && at + 2 + pkcs8[at + 1] == pkcs8.length) {
        return at;
      }
    }
  }

  @Test
  void plainTextOnATlsPortIsNoRequest() throws Exception {
    try (Wire wire = started.connect()) {
      wire.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(wire.rest()).doesNotContain("200");
    }
    assertThat(started.handler.asked).isEmpty();
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
