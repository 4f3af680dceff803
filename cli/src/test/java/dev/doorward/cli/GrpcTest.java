package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.doorward.contract.fixture.Fixture;
import dev.doorward.identity.people.User;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients of gRPC, through the door, to a real server of it (G16). */
class GrpcTest {
  private static final Metadata.Key<String> CHALLENGE =
      Metadata.Key.of("www-authenticate", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir Path folder;
  private GrpcEcho app;
  private House house;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    app = new GrpcEcho();
    house =
        House.with(
            folder,
            Fixture.DEFAULT,
            yaml ->
                yaml.replaceFirst(
                    "\\{ path: /grpc.Echo/\\*, +access: signed-in \\}",
                    "{ path: /grpc.Echo/*, access: signed-in, upstream: \"h2c://"
                        + app.address()
                        + "\" }"));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", house.url.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    house.close();
    app.close();
  }

  private Channel as(String token) {
    var fields = new Metadata();
    fields.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + house.token(token));
    return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(fields));
  }

  private String say(Channel through, String text) {
    return ClientCalls.blockingUnaryCall(through, GrpcEcho.SAY, CallOptions.DEFAULT, text);
  }

  private StatusRuntimeException refused(Channel through) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> say(through, "x"));
  }

  @Test
  void callsOfEveryKindReachTheApplication() throws Exception {
    Channel alice = as("T_ok");
    assertThat(say(alice, "hello")).isEqualTo("alice said hello");
    Iterator<String> lines =
        ClientCalls.blockingServerStreamingCall(alice, GrpcEcho.TELL, CallOptions.DEFAULT, "20000");
    int count = 0;
    while (lines.hasNext()) {
      assertThat(lines.next()).isEqualTo("line " + count++);
    }
    assertThat(count).isEqualTo(20_000);

    var heard = new Listening();
    StreamObserver<String> hear =
        ClientCalls.asyncClientStreamingCall(
            alice.newCall(GrpcEcho.HEAR, CallOptions.DEFAULT), heard);
    hear.onNext("a".repeat(300_000));
    hear.onNext("b");
    hear.onCompleted();
    assertThat(heard.next()).hasSize(300_001).endsWith("ab");
    assertThat(heard.end().getCode()).isEqualTo(Status.Code.OK);

    var chatted = new Listening();
    StreamObserver<String> chat =
        ClientCalls.asyncBidiStreamingCall(
            alice.newCall(GrpcEcho.CHAT, CallOptions.DEFAULT), chatted);
    for (int i = 0; i < 3; i++) {
      chat.onNext("no. " + i);
      assertThat(chatted.next()).isEqualTo("heard no. " + i);
    }
    chat.onCompleted();
    assertThat(chatted.end().getCode()).isEqualTo(Status.Code.OK);
  }

  @Test
  void theApplicationsOwnStatusArrives() {
    StatusRuntimeException failed =
        catchThrowableOfType(StatusRuntimeException.class, () -> say(as("T_ok"), "fail"));
    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failed.getStatus().getDescription()).isEqualTo("told to");
  }

  @Test
  void refusalsAreWhatTheirClientsUnderstand() {
    StatusRuntimeException stranger = refused(channel);
    assertThat(stranger.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(stranger.getStatus().getDescription()).isEqualTo("authentication required");
    assertThat(challenges(stranger)).first().isEqualTo("Bearer realm=\"doorward\"");
    StatusRuntimeException expired = refused(as("T_exp"));
    assertThat(expired.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(challenges(expired)).first().asString().startsWith("Bearer error=\"invalid_token\"");
  }

  private static Iterable<String> challenges(StatusRuntimeException refusal) {
    Metadata trailers = refusal.getTrailers();
    Iterable<String> all = trailers == null ? null : trailers.getAll(CHALLENGE);
    return all == null ? List.of() : all;
  }

  @Test
  void anApplicationThatIsGoneIsUnavailable() throws Exception {
    app.close();
    StatusRuntimeException gone = refused(as("T_ok"));
    assertThat(gone.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void c271_aStreamEndsWithItsGrantAndNotWithItsToken() throws Exception {
    var chatted = new Listening();
    StreamObserver<String> chat =
        ClientCalls.asyncBidiStreamingCall(
            as("T_opaque").newCall(GrpcEcho.CHAT, CallOptions.DEFAULT), chatted);
    chat.onNext("still here");
    assertThat(chatted.next()).isEqualTo("heard still here");
    var silent = new Listening();
    ClientCalls.asyncClientStreamingCall(
            as("T_opaque").newCall(GrpcEcho.HEAR, CallOptions.DEFAULT), silent)
        .onNext("never answered until the end");
    Thread.sleep(1500); // by then the second one is known for a stream, too
    User alice = house.server.services().house().users().byName("alice").orElseThrow();
    house.server.services().house().tokens().revokeAll(alice.id());
    assertThat(chatted.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(silent.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(app.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theSameOverTls() throws Exception {
    Path other = folder.resolve("tls");
    java.nio.file.Files.createDirectory(other);
    try (House secure =
        House.with(
            other,
            Fixture.TLS,
            yaml ->
                yaml.replaceFirst(
                    "\\{ path: /grpc.Echo/\\*, +access: signed-in \\}",
                    "{ path: /grpc.Echo/*, access: signed-in, upstream: \"h2c://"
                        + app.address()
                        + "\" }"))) {
      ManagedChannel tls =
          NettyChannelBuilder.forAddress("127.0.0.1", secure.url.getPort())
              .overrideAuthority("app.test")
              .sslContext(GrpcSslContexts.forClient().trustManager(secure.ca().toFile()).build())
              .build();
      var fields = new Metadata();
      fields.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
          "Bearer " + secure.token("T_ok"));
      try {
        assertThat(
                say(
                    ClientInterceptors.intercept(
                        tls, MetadataUtils.newAttachHeadersInterceptor(fields)),
                    "hello"))
            .isEqualTo("alice said hello");
      } finally {
        tls.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      }
    }
  }

  /** What comes back, one after the other. */
  private static final class Listening implements StreamObserver<String> {
    private final BlockingQueue<Object> came = new LinkedBlockingQueue<>();

    @Override
    public void onNext(String value) {
      came.add(value);
    }

    @Override
    public void onError(Throwable cause) {
      came.add(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      came.add(Status.OK);
    }

    private Object take() throws InterruptedException {
      Object next = came.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    }

    String next() throws InterruptedException {
      return take().toString();
    }

    Status end() throws InterruptedException {
      Object next = take();
      return next instanceof Status status ? status : Status.UNKNOWN.withDescription("" + next);
    }
  }
}
