package dev.doorward.http;

import static dev.doorward.http.Frames.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways into HTTP/2 and past it (RFC 9113 §3). */
class Http2EntryTest {
  private static final byte[] HELLO =
      all(
          PREFACE.getBytes(US_ASCII),
          frame(SETTINGS, 0, 0),
          frame(HEADERS, END_HEADERS | END_STREAM, 1, block(request("GET", "/now"))));

  @TempDir private static Path folder;
  private static Tls.Certificate certificate;

  @BeforeAll
  static void certificate() throws Exception {
    certificate = TlsTest.certificate(folder, "entry", "EC");
  }

  private static SSLSocket tls(Started started, String... protocols) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    InetSocketAddress at = started.server.address();
    var socket = (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static Started secure() throws Exception {
    return new Started(
        new Answering(),
        Limits.DEFAULT,
        Started.PATIENT,
        Optional.of(new Tls(certificate, Map.of())));
  }

  @Test
  void withAlpn() throws Exception {
    try (Started started = secure();
        SSLSocket socket = tls(started, "http/1.1", "h2");
        Frames client = new Frames(socket)) {
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2"); // the server's choice
      client.raw(HELLO);
      assertThat(client.answer(1).text()).isEqualTo("now");
    }
  }

  @Test
  void withoutAlpnOrWithAnotherItIsHttp1() throws Exception {
    try (Started started = secure()) {
      for (String[] offered : List.of(new String[0], new String[] {"http/1.1"})) {
        try (var wire = new Wire(tls(started, offered))) {
          assertThat(wire.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n").answer()).endsWith("now");
        }
      }
    }
  }

  @Test
  void whoAgreedOnItAndSpeaksHttp1IsToldInItsFrames() throws Exception {
    try (Started started = secure();
        Frames client = new Frames(tls(started, "h2"))) {
      client.raw("GET /now HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      assertThat(FrameCase.ending(client)).isEqualTo(PROTOCOL_ERROR);
      assertThat(started.handler.asked).isEmpty();
    }
  }

  @Test
  void behindAHeaderOfTheProxyProtocolOctetByOctet() throws Exception {
    var handler = new Answering();
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var listener = new Listener(any, Optional.empty(), true);
    try (var server =
            HttpServer.start(List.of(listener), handler, Limits.DEFAULT, Started.PATIENT);
        Frames client =
            new Frames(new Socket(server.address().getAddress(), server.address().getPort()))) {
      byte[] proxy = "PROXY TCP4 192.0.2.1 192.0.2.2 1000 80\r\n".getBytes(US_ASCII);
      for (byte each : all(proxy, HELLO)) {
        client.raw(new byte[] {each});
      }
      assertThat(client.answer(1).text()).isEqualTo("now");
    }
  }

  @Test
  void aPrefaceAfterARequestIsNone() throws Exception {
    try (Started started = new Started();
        Wire wire = started.connect()) {
      wire.send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertThat(wire.send(HELLO).rest()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void noUpgradeFromHttp1() throws Exception {
    try (Started started = new Started();
        Wire wire = started.connect()) {
      String answer =
          wire.send(
                  "GET /now HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                      + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n")
              .answer();
      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("now"); // RFC 9113 §3.1
    }
  }

  /** Which certificate comes is not asked here. */
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
