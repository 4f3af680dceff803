package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.wire.Field;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener of dialect {@code envoy-grpc} on the wire: what is no call gets no leave. */
class EnvoyGrpcWireTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String CHECK = "/envoy.service.auth.v3.Authorization/Check";
  private static FrontHouse house;
  private static ExtAuthzClient client;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    house = new FrontHouse(folder, Fixture.DEFAULT, List.of("envoy-grpc"));
    client = new ExtAuthzClient(house.ports.check());
  }

  @AfterAll
  static void close() {
    client.close();
    house.close();
  }

  /** A request that may pass: whatever is wrong in these tests, it is not what is asked about. */
  private static AttributeContext.HttpRequest.Builder allowed() {
    return AttributeContext.HttpRequest.newBuilder()
        .setMethod("GET")
        .setPath("/public/x")
        .setHost(house.url.getAuthority())
        .setScheme("http")
        .putHeaders("x-forwarded-for", "192.0.2.7");
  }

  @Test
  void manyCallsOfOneConnectionAreAnsweredEachOnItsOwn() {
    List<CheckResponse> all =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(
                i -> client.check(allowed().setPath(i % 2 == 0 ? "/public/x" : "/me").build()))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).getStatus().getCode()).isEqualTo(i % 2 == 0 ? 0 : 16);
    }
  }

  @Test
  void fieldsMayStandInTheMapOrAsRawOctets() {
    String token = Optional.ofNullable(house.fixture.tokens().get("T_ok")).orElseThrow();
    AttributeContext.HttpRequest.Builder raw = allowed().setPath("/me").clearHeaders();
    raw.getHeaderMapBuilder().addHeadersBuilder().setKey("x-forwarded-for").setValue("192.0.2.7");
    raw.getHeaderMapBuilder()
        .addHeadersBuilder()
        .setKey("authorization")
        .setRawValue(ByteString.copyFromUtf8("Bearer " + token));
    assertThat(client.check(raw.build()).getStatus().getCode()).isZero();
    AttributeContext.HttpRequest map =
        allowed().setPath("/me").putHeaders("authorization", "Bearer " + token).build();
    assertThat(client.check(map).getStatus().getCode()).isZero();
  }

  @Test
  void otherMethodsAreUnimplemented() {
    for (String name :
        List.of(
            "envoy.service.auth.v2.Authorization/Check",
            "envoy.service.auth.v3.Authorization/Checks",
            "grpc.health.v1.Health/Check",
            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo")) {
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  ClientCalls.blockingUnaryCall(
                      client.channel,
                      ExtAuthzClient.method(name),
                      CallOptions.DEFAULT,
                      ExtAuthzClient.request(allowed().build())));
      assertThat(refused.getStatus().getCode()).as(name).isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  @Test
  void aMessageThatIsTooLargeIsRefused() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> client.check(allowed().putHeaders("x-long", "x".repeat(300 << 10)).build()));
    assertThat(refused.getStatus().getCode())
        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
    assertThat(client.check(allowed().build()).getStatus().getCode()).isZero();
  }

  @Test
  void compressedCallsAreRefused() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    client.channel,
                    ExtAuthzClient.CHECK,
                    CallOptions.DEFAULT.withCompression("gzip"),
                    ExtAuthzClient.request(allowed().build())));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void contentThatIsNotOneMessageIsRefused() throws Exception {
    byte[] sound = framed(0, message());
    Http2Client.Answer whole = call("POST", CHECK, "application/grpc", sound);
    assertThat(statuses(whole)).containsExactly("0");
    assertThat(whole.trailers()).containsExactly(new Field("grpc-status", "0"));
    byte[] cut = new byte[sound.length - 1];
    System.arraycopy(sound, 0, cut, 0, cut.length);
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(sound);
    two.write(sound);
    assertRefused(call("POST", CHECK, "application/grpc", new byte[0]), "13");
    assertRefused(call("POST", CHECK, "application/grpc", cut), "13");
    assertRefused(call("POST", CHECK, "application/grpc", two.toByteArray()), "13");
    assertRefused(call("POST", CHECK, "application/grpc", framed(1, message())), "12");
    assertRefused(call("POST", CHECK, "application/grpc", framed(9, message())), "13");
    assertRefused(call("POST", CHECK, "application/grpc", framed(0, new byte[] {0x0a, 9})), "3");
    assertRefused(call("POST", CHECK, "application/grpc", framed(0, new byte[] {0x0f})), "3");
    assertRefused(call("POST", CHECK + "?a", "application/grpc", sound), "12");
    assertRefused(call("POST", "/.doorward/check/public/x", "application/grpc", sound), "12");
  }

  private static void assertRefused(Http2Client.Answer answer, String status) {
    assertThat(statuses(answer)).containsExactly(status);
    assertThat(answer.body()).isEmpty();
  }

  /** In the trailers of a call that went well, else in its only head. */
  private static List<String> statuses(Http2Client.Answer answer) {
    List<Field> all = new ArrayList<>(answer.fields());
    all.addAll(answer.trailers());
    return all.stream().filter(f -> f.name().equals("grpc-status")).map(Field::value).toList();
  }

  private static Http2Client.Answer call(String method, String path, String type, byte[] content)
      throws IOException {
    List<String> fields =
        new ArrayList<>(
            List.of(
                ":method",
                method,
                ":scheme",
                "http",
                ":path",
                path,
                ":authority",
                "doorward",
                "te",
                "trailers"));
    if (!type.isEmpty()) {
      fields.addAll(List.of("content-type", type));
    }
    try (Http2Client plain = Http2Client.plain(house.ports.check())) {
      int stream = plain.request(content.length == 0, fields);
      plain.data(stream, true, content);
      return plain.answer(stream, false, PATIENCE);
    }
  }

  @Test
  void whatIsNoCallIsNoSuccess() throws Exception {
    byte[] sound = framed(0, message());
    for (String type :
        List.of("application/json", "application/grpc-web", "application/grpc+json", "")) {
      assertThat(call("POST", CHECK, type, sound).status()).as(type).isEqualTo(415);
    }
    assertThat(call("PUT", CHECK, "application/grpc", sound).status()).isEqualTo(405);
    assertThat(call("GET", "/.doorward/check/public/x", "", new byte[0]).status()).isEqualTo(415);
  }

  @Test
  void http11IsNotSpoken() throws Exception {
    String host = "Host: " + house.url.getAuthority();
    for (String line :
        List.of(
            "POST " + CHECK + " HTTP/1.1",
            "GET /.doorward/check/public/x HTTP/1.1",
            "GET /public/x HTTP/1.1")) {
      String answer =
          Raw.ask(
              house.ports.check(),
              line,
              host,
              "X-Forwarded-For: 192.0.2.7",
              "X-Forwarded-Proto: http",
              "Content-Type: application/grpc");
      assertThat(answer).as(line).startsWith("HTTP/1.1 505 ");
    }
  }

  @Test
  void c295_aQuestionWithoutAnythingIsADenied403() {
    CheckResponse said = client.check(AttributeContext.HttpRequest.getDefaultInstance());
    assertThat(said.getStatus().getCode()).isEqualTo(7);
    assertThat(said.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(403);
  }

  private static byte[] message() {
    return ExtAuthzClient.request(allowed().build()).toByteArray();
  }

  private static byte[] framed(int flag, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
