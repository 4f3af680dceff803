package dev.doorward.server.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages as Envoy's own classes write them. */
class CheckRequestTest {
  private static AttributeContext.HttpRequest.Builder http() {
    return AttributeContext.HttpRequest.newBuilder()
        .setId("1")
        .setMethod("GET")
        .setPath("/me?a=b")
        .setHost("app.test")
        .setScheme("https")
        .setQuery("")
        .setFragment("")
        .setSize(-1)
        .setProtocol("HTTP/2")
        .setBody("body")
        .setRawBody(ByteString.copyFrom(new byte[] {1, 2}));
  }

  private static byte[] message(AttributeContext.HttpRequest.Builder http) {
    return io.envoyproxy.envoy.service.auth.v3.CheckRequest.newBuilder()
        .setAttributes(
            AttributeContext.newBuilder()
                .setSource(
                    AttributeContext.Peer.newBuilder()
                        .setAddress(
                            Address.newBuilder()
                                .setSocketAddress(
                                    SocketAddress.newBuilder()
                                        .setAddress("192.0.2.1")
                                        .setPortValue(4711)))
                        .setPrincipal("spiffe://x"))
                .setRequest(AttributeContext.Request.newBuilder().setHttp(http))
                .putContextExtensions("a", "b")
                .setTlsSession(AttributeContext.TLSSession.newBuilder().setSni("app.test")))
        .build()
        .toByteArray();
  }

  @Test
  void whatIsToldOfTheRequestIsRead() throws Exception {
    CheckRequest read =
        CheckRequest.read(
            message(
                http()
                    .putHeaders(":method", "GET")
                    .putHeaders(":authority", "app.test")
                    .putHeaders("host", "evil.test")
                    .putHeaders("x-forwarded-for", "192.0.2.1")
                    .putHeaders("cookie", "a=1; b=ä")
                    .putHeaders("x-empty", "")));

    assertThat(read.method()).isEqualTo("GET");
    assertThat(read.path()).isEqualTo("/me?a=b");
    assertThat(read.host()).isEqualTo("app.test");
    assertThat(read.scheme()).isEqualTo("https");
    assertThat(read.fields().size()).isEqualTo(3);
    assertThat(read.fields().all("x-forwarded-for")).containsExactly("192.0.2.1");
    assertThat(read.fields().all("cookie")).containsExactly("a=1; b=\u00c3\u00a4"); // its octets
    assertThat(read.fields().all("x-empty")).containsExactly("");
  }

  @Test
  void linesToldOneByOneStayApart() throws Exception {
    CheckRequest read =
        CheckRequest.read(
            message(
                http()
                    .setHeaderMap(
                        HeaderMap.newBuilder()
                            .addHeaders(raw(":path", "/me"))
                            .addHeaders(raw("authorization", "Bearer a"))
                            .addHeaders(raw("authorization", "Basic b"))
                            .addHeaders(
                                HeaderValue.newBuilder().setKey("accept").setValue("*/*")))));

    assertThat(read.fields().all("authorization")).containsExactly("Bearer a", "Basic b");
    assertThat(read.fields().all("accept")).containsExactly("*/*");
    assertThat(read.fields().has(":path")).isFalse();
  }

  private static HeaderValue.Builder raw(String name, String value) {
    return HeaderValue.newBuilder().setKey(name).setRawValue(ByteString.copyFromUtf8(value));
  }

  @Test
  void anEmptyOneSaysNothing() throws Exception {
    for (byte[] message : new byte[][] {{}, message(AttributeContext.HttpRequest.newBuilder())}) {
      CheckRequest read = CheckRequest.read(message);
      assertThat(read.method() + read.path() + read.host() + read.scheme()).isEmpty();
      assertThat(read.fields().isEmpty()).isTrue();
    }
  }

  @Test
  void fieldsOfLaterVersionsArePassedOver() throws Exception {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(octets);
    out.writeFixed64(900, 1);
    out.writeFixed32(901, 1);
    out.writeInt64(1, 5); // the number of the attributes, of another type
    out.writeString(902, "x");
    out.flush();
    octets.writeBytes(message(http()));
    assertThat(CheckRequest.read(octets.toByteArray()).path()).isEqualTo("/me?a=b");
  }

  @Test
  void twoHalvesAreOne() throws Exception {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(message(AttributeContext.HttpRequest.newBuilder().setMethod("PUT")));
    both.writeBytes(message(AttributeContext.HttpRequest.newBuilder().setPath("/x")));
    CheckRequest read = CheckRequest.read(both.toByteArray());
    var theirs = io.envoyproxy.envoy.service.auth.v3.CheckRequest.parseFrom(both.toByteArray());
    assertThat(read.method()).isEqualTo("PUT");
    assertThat(read.path()).isEqualTo("/x");
    assertThat(theirs.getAttributes().getRequest().getHttp().getMethod()).isEqualTo("PUT");
  }

  @Test
  void whatCannotStandInARequestIsRefused() {
    assertThatThrownBy(() -> CheckRequest.read(message(http().setPath("/a\r\nb"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CheckRequest.read(message(http().setPath("/a b"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CheckRequest.read(message(http().setMethod("GET\n"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CheckRequest.read(message(http().putHeaders("a", "b\nc: d"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CheckRequest.read(message(http().putHeaders("a b", "c"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> {
              AttributeContext.HttpRequest.Builder many = http();
              for (int i = 0; i < 1001; i++) {
                many.putHeaders("x-" + i, "");
              }
              CheckRequest.read(message(many));
            })
        .isInstanceOf(IOException.class);
  }

  /** Broken messages end in an error or are read as Envoy's classes read them, never otherwise. */
  @Test
  void brokenOnesAreReadAsEnvoyReadsThemOrNotAtAll() throws Exception {
    Random random = new Random(7);
    byte[] whole = message(http().putHeaders("x-forwarded-for", "192.0.2.1"));
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] broken =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, 1 + random.nextInt(whole.length))
              : whole.clone();
      for (int n = random.nextInt(2); n >= 0; n--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      CheckRequest ours;
      try {
        ours = CheckRequest.read(broken);
      } catch (IOException | IllegalArgumentException e) {
        continue;
      }
      io.envoyproxy.envoy.service.auth.v3.CheckRequest theirs;
      try {
        theirs = io.envoyproxy.envoy.service.auth.v3.CheckRequest.parseFrom(broken);
      } catch (IOException e) {
        continue; // they look into what we pass over
      }
      read++;
      var told = theirs.getAttributes().getRequest().getHttp();
      assertThat(ours.method()).isEqualTo(octets(told.getMethod()));
      assertThat(ours.path()).isEqualTo(octets(told.getPath()));
      assertThat(ours.host()).isEqualTo(octets(told.getHost()));
      assertThat(ours.scheme()).isEqualTo(octets(told.getScheme()));
    }
    assertThat(read).isGreaterThan(1000);
  }

  private static String octets(String text) {
    return new String(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
