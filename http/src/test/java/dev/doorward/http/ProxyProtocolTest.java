package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener behind a balancer: who connects is told before everything else (C214). */
class ProxyProtocolTest {
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1));
  private static final String WHO = "GET /who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

  @TempDir private static Path folder;
  private HttpServer server;

  /** Tells who asks. */
  private static final class Telling extends Answering {
    @Override
    public @Nullable Reply immediately(RequestHead head) {
      InetSocketAddress who = head.connection().remote();
      asked.add(head.target());
      return text(
          200, who.getAddress().getHostAddress() + (who.getPort() == 4711 ? " 4711" : " other"));
    }
  }

  private final Telling handler = new Telling();

  @BeforeEach
  void start() throws Exception {
    server = listen(true, Optional.empty());
  }

  @AfterEach
  void stop() {
    server.stop(Duration.ZERO);
  }

  private HttpServer listen(boolean proxyProtocol, Optional<Tls> tls) throws Exception {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return HttpServer.start(
        List.of(new Listener(any, tls, proxyProtocol)), handler, Limits.DEFAULT, SHORT);
  }

  private String say(byte[] header) throws Exception {
    try (Wire wire = Wire.to(server.address())) {
      return wire.send(join(header, ascii(WHO))).rest();
    }
  }

  private String say(String header) throws Exception {
    return say(ascii(header));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] v2(int versionAndCommand, int family, byte[] rest) {
    byte[] fixed = {
      (byte) versionAndCommand, (byte) family, (byte) (rest.length >> 8), (byte) rest.length
    };
    return join(SIGNATURE, fixed, rest);
  }

  /** 192.0.2.1:4711 → 192.0.2.2:80. */
  private static byte[] four(byte[]... more) {
    byte[] addresses = {(byte) 192, 0, 2, 1, (byte) 192, 0, 2, 2, 0x12, 0x67, 0, 80};
    return join(addresses, join(more));
  }

  private static byte[] tlv(int type, byte[] value) {
    return join(new byte[] {(byte) type, (byte) (value.length >> 8), (byte) value.length}, value);
  }

  private static byte[] checked(boolean right) {
    byte[] header = v2(0x21, 0x11, four(tlv(0x04, new byte[5]), tlv(0x03, new byte[4])));
    CRC32C sum = new CRC32C();
    sum.update(header);
    int value = (int) sum.getValue() + (right ? 0 : 1);
    ByteBuffer.wrap(header).putInt(header.length - 4, value);
    return header;
  }

  /** As Netty's encoder, which is not ours, writes it. */
  private static byte[] encoded(
      HAProxyProtocolVersion version,
      HAProxyCommand command,
      HAProxyProxiedProtocol protocol,
      String source,
      String destination,
      HAProxyTLV... tlvs) {
    var channel = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
    channel.writeOutbound(
        new HAProxyMessage(
            version, command, protocol, source, destination, 4711, 80, List.of(tlvs)));
    ByteBuf out = channel.readOutbound();
    byte[] octets = ByteBufUtil.getBytes(out);
    out.release();
    channel.finish();
    return octets;
  }

  @Test
  void bothVersionsAsAnotherImplementationWritesThem() throws Exception {
    for (var version : HAProxyProtocolVersion.values()) {
      byte[] four =
          encoded(
              version, HAProxyCommand.PROXY, HAProxyProxiedProtocol.TCP4, "192.0.2.1", "192.0.2.2");
      assertThat(say(four))
          .as("%s", version)
          .startsWith("HTTP/1.1 200 ")
          .endsWith("192.0.2.1 4711");
      byte[] six =
          encoded(
              version,
              HAProxyCommand.PROXY,
              HAProxyProxiedProtocol.TCP6,
              "2001:db8::7",
              "2001:db8::8");
      assertThat(say(six)).as("%s", version).endsWith("2001:db8:0:0:0:0:0:7 4711");
    }
    var more =
        new HAProxyTLV[] {
          new HAProxyTLV(HAProxyTLV.Type.PP2_TYPE_ALPN, Unpooled.copiedBuffer(ascii("h2"))),
          new HAProxyTLV((byte) 0xea, Unpooled.copiedBuffer(new byte[200]))
        };
    assertThat(
            say(
                encoded(
                    HAProxyProtocolVersion.V2,
                    HAProxyCommand.PROXY,
                    HAProxyProxiedProtocol.TCP4,
                    "192.0.2.1",
                    "192.0.2.2",
                    more)))
        .endsWith("192.0.2.1 4711");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n",
      })
  void whoIsNotKnownIsThePeer(String header) throws Exception {
    assertThat(say(header)).startsWith("HTTP/1.1 200 ").endsWith("127.0.0.1 other");
  }

  @Test
  void aBalancerWhichSpeaksForItselfIsThePeer() throws Exception {
    assertThat(say(v2(0x20, 0x00, new byte[0]))).endsWith("127.0.0.1 other");
    assertThat(say(v2(0x20, 0x11, four()))).endsWith("127.0.0.1 other");
    assertThat(say(v2(0x20, 0x31, new byte[216]))).endsWith("127.0.0.1 other");
    assertThat(say(v2(0x21, 0x00, new byte[7]))).endsWith("127.0.0.1 other");
  }

  @Test
  void anAddressInsideOfSixIsTheFour() throws Exception {
    assertThat(say("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 4711 80\r\n"))
        .endsWith("192.0.2.1 4711");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 4711\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80 \r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80 1\r\n",
        "PROXY  TCP4 192.0.2.1 192.0.2.2 4711 80\r\n",
        "PROXY TCP4  192.0.2.1 192.0.2.2 4711 80\r\n",
        "PROXY TCP4\t192.0.2.1 192.0.2.2 4711 80\r\n",
        "proxy TCP4 192.0.2.1 192.0.2.2 4711 80\r\n",
        "PROXY tcp4 192.0.2.1 192.0.2.2 4711 80\r\n",
        "PROXY UDP4 192.0.2.1 192.0.2.2 4711 80\r\n",
        "PROXY TCP5 192.0.2.1 192.0.2.2 4711 80\r\n",
        "PROXY \r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 +4711 80\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 04711 80\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 4711 65536\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 4711 999999\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 -1 80\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 a 80\r\n",
        "PROXY TCP4 192.0.2.01 192.0.2.2 4711 80\r\n",
        "PROXY TCP4 010.0.0.1 192.0.2.2 4711 80\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.2 4711 80\r\n",
        "PROXY TCP4 192.0.2 192.0.2.2 4711 80\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2.3 4711 80\r\n",
        "PROXY TCP4 0x7f000001 192.0.2.2 4711 80\r\n",
        "PROXY TCP4 2001:db8::7 2001:db8::8 4711 80\r\n",
        "PROXY TCP4 localhost 192.0.2.2 4711 80\r\n",
        "PROXY TCP6 192.0.2.1 192.0.2.2 4711 80\r\n",
        "PROXY TCP6 fe80::1%eth0 2001:db8::8 4711 80\r\n",
        "PROXY TCP6 [2001:db8::7] 2001:db8::8 4711 80\r\n",
        "PROXY TCP6 2001:db8::7::1 2001:db8::8 4711 80\r\n",
        "PROXY TCP6 2001:db8:::7 2001:db8::8 4711 80\r\n",
        "PROXY TCP6 12001:db8::7 2001:db8::8 4711 80\r\n",
        "PROXY TCP6 ::ffff:010.0.0.1 2001:db8::8 4711 80\r\n",
        "PROXY TCP6 1:2:3:4:5:6:7 2001:db8::8 4711 80\r\n",
        "\r\nPROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n",
        " PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n",
        "\r\n\r\n",
        "\u0016\u0003\u0001",
      })
  void withoutARightLineThereIsSilence(String header) throws Exception {
    assertSilent(ascii(header));
  }

  @Test
  void aLineHasNoMoreThan107Octets() throws Exception {
    String longest = "PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n";
    assertThat(longest).hasSize(107);
    assertThat(say(longest)).startsWith("HTTP/1.1 200 ");
    assertSilent(ascii("PROXY UNKNOWN x" + "x".repeat(107 - 16) + "\r\n"));
    assertSilent(ascii("PROXY UNKNOWN " + "x".repeat(20_000)));
  }

  @Test
  void withoutARightBlockThereIsSilence() throws Exception {
    assertSilent(v2(0x11, 0x11, four())); // version 1 in binary
    assertSilent(v2(0x31, 0x11, four()));
    assertSilent(v2(0x01, 0x11, four()));
    assertSilent(v2(0x22, 0x11, four())); // no such command
    assertSilent(v2(0x2f, 0x11, four()));
    assertSilent(v2(0x21, 0x12, four())); // UDP
    assertSilent(v2(0x21, 0x10, four())); // no transport
    assertSilent(v2(0x21, 0x01, four())); // no family
    assertSilent(v2(0x21, 0x22, new byte[36]));
    assertSilent(v2(0x21, 0x31, new byte[216])); // Unix sockets
    assertSilent(v2(0x21, 0x32, new byte[216]));
    assertSilent(v2(0x21, 0x41, four())); // no such family
    assertSilent(v2(0x21, 0x11, new byte[11])); // too short for its addresses
    assertSilent(v2(0x21, 0x21, four()));
    assertSilent(v2(0x21, 0x11, new byte[0]));
    assertSilent(v2(0x21, 0x11, four(new byte[2]))); // no whole TLV
    assertSilent(v2(0x21, 0x11, four(new byte[] {4, 0, 9, 1}))); // one which ends outside
    assertSilent(v2(0x21, 0x11, four(tlv(3, new byte[3])))); // a sum of three octets
    byte[] broken = v2(0x21, 0x11, four());
    broken[11] = 0;
    assertSilent(broken);
  }

  @Test
  void aBlockHasNoMoreThan536Octets() throws Exception {
    byte[] most = v2(0x21, 0x11, four(tlv(0xea, new byte[536 - 16 - 12 - 3])));
    assertThat(most).hasSize(536);
    assertThat(say(most)).endsWith("192.0.2.1 4711");
    assertSilent(v2(0x21, 0x11, four(tlv(0xea, new byte[537 - 16 - 12 - 3]))));
    assertSilent(v2(0x20, 0x00, new byte[0xffff]));
  }

  @Test
  void aSumIsChecked() throws Exception {
    assertThat(say(checked(true))).endsWith("192.0.2.1 4711");
    assertSilent(checked(false));
  }

  @Test
  void octetByOctet() throws Exception {
    byte[] line = ascii("PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n");
    for (byte[] header : List.of(line, checked(true))) {
      try (Wire wire = Wire.to(server.address())) {
        for (byte octet : join(header, ascii(WHO))) {
          wire.send(new byte[] {octet});
        }
        assertThat(wire.rest()).startsWith("HTTP/1.1 200 ").endsWith("192.0.2.1 4711");
      }
    }
  }

  @Test
  void itHoldsForEveryRequestOfTheConnection() throws Exception {
    String two = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Wire wire = Wire.to(server.address())) {
      wire.send("PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n" + two);
      assertThat(wire.answer()).endsWith("192.0.2.1 4711");
      assertThat(wire.answer()).endsWith("192.0.2.1 4711");
    }
  }

  @Test
  void aSecondOneIsNoRequest() throws Exception {
    String header = "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n";
    assertThat(say(header + header)).startsWith("HTTP/1.1 400 ");
    assertThat(say(join(ascii(header), v2(0x21, 0x11, four())))).startsWith("HTTP/1.1 400 ");
    assertThat(handler.asked).isEmpty();
  }

  @Test
  void oneThatIsLateOrNeverEndsIsNotWaitedFor() throws Exception {
    for (String begun : List.of("", "PROX", "PROXY TCP4 192.0.2.1", "\r\n\r\n\0\r\nQUIT\n!")) {
      long since = System.nanoTime();
      try (Wire wire = Wire.to(server.address())) {
        assertThat(wire.send(begun).rest()).isIn("", "<reset>");
      }
      assertThat((System.nanoTime() - since) / 1_000_000).as(begun).isBetween(400L, 2000L);
    }
    long since = System.nanoTime();
    try (Wire wire = Wire.to(server.address())) {
      wire.send("PROXY UNKNOWN ");
      wire.trickle("x");
      assertThat(wire.rest()).isIn("", "<reset>");
    }
    assertThat((System.nanoTime() - since) / 1_000_000).isBetween(400L, 2000L);
    assertNobodyIsLeft();
  }

  @Test
  void whoHangsUpInTheMiddleIsForgotten() throws Exception {
    try (Wire wire = Wire.to(server.address())) {
      wire.send("PROXY TCP4 192.");
      wire.socket.shutdownOutput();
      assertThat(wire.rest()).isIn("", "<reset>");
    }
    assertNobodyIsLeft();
  }

  @Test
  void aNormalListenerTakesNone() throws Exception {
    server.stop(Duration.ZERO);
    server = listen(false, Optional.empty());
    assertThat(say("PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(say(v2(0x21, 0x11, four()))).startsWith("HTTP/1.1 400 ");
    assertThat(handler.asked).isEmpty();
  }

  @Test
  void itComesBeforeTls() throws Exception {
    server.stop(Duration.ZERO);
    server = listen(true, Optional.of(new Tls(TlsTest.certificate(folder, "proxied", "EC"))));
    String header = "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n";
    for (byte[] each : List.of(ascii(header), v2(0x21, 0x11, four()))) {
      try (Socket plain = plain();
          SSLSocket tls = over(plain, each)) {
        tls.getOutputStream().write(ascii(WHO));
        assertThat(new String(tls.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
            .startsWith("HTTP/1.1 200 ")
            .endsWith("192.0.2.1 4711");
      }
    }
    try (Socket plain = plain();
        SSLSocket tls = over(plain, ascii(header))) {
      tls.getOutputStream().write(ascii("PROXY TCP4 192.0.2.9 192.0.2.2 4711 80\r\n" + WHO));
      assertThat(new String(tls.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 400 ");
    }
    try (Wire wire = Wire.to(server.address())) { // plain HTTP behind it is no TLS
      assertThat(wire.send(header + WHO).rest()).doesNotContain("HTTP/");
    }
    assertThat(handler.asked).hasSize(2);
  }

  private Socket plain() throws Exception {
    return new Socket(server.address().getAddress(), server.address().getPort());
  }

  private static SSLSocket over(Socket plain, byte[] header) throws Exception {
    plain.setSoTimeout(10_000);
    plain.getOutputStream().write(header);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(plain, "a.test", plain.getPort(), true);
  }

  private void assertSilent(byte[] header) throws Exception {
    handler.asked.clear();
    assertThat(say(header)).isIn("", "<reset>");
    assertThat(handler.asked).isEmpty();
    assertNobodyIsLeft();
  }

  private void assertNobodyIsLeft() throws Exception {
    long until = System.nanoTime() + 2_000_000_000L;
    while (server.connections() > 0 && System.nanoTime() < until) {
      Thread.sleep(5);
    }
    assertThat(server.connections()).isZero();
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
