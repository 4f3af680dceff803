package dev.doorward.cli;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An application that speaks gRPC, by the library which most of them in Java use. */
final class GrpcEcho implements AutoCloseable {
  /** Messages are plain text. */
  private enum Text implements MethodDescriptor.Marshaller<String> {
    UTF_8;

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static final MethodDescriptor<String, String> SAY = method("Say", MethodType.UNARY);
  static final MethodDescriptor<String, String> TELL = method("Tell", MethodType.SERVER_STREAMING);
  static final MethodDescriptor<String, String> HEAR = method("Hear", MethodType.CLIENT_STREAMING);
  static final MethodDescriptor<String, String> CHAT = method("Chat", MethodType.BIDI_STREAMING);

  private static final Context.Key<String> USER = Context.key("user");

  /** Calls that were cancelled. */
  final CountDownLatch cancelled = new CountDownLatch(1);

  final Server server;

  GrpcEcho() throws IOException {
    var service =
        ServerServiceDefinition.builder("grpc.Echo")
            .addMethod(SAY, ServerCalls.asyncUnaryCall(this::say))
            .addMethod(TELL, ServerCalls.asyncServerStreamingCall(this::tell))
            .addMethod(HEAR, ServerCalls.asyncClientStreamingCall(this::hear))
            .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(this::chat))
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(ServerInterceptors.intercept(service, new WhoCalls()))
            .build()
            .start();
  }

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setFullMethodName("grpc.Echo/" + name)
        .setType(type)
        .setRequestMarshaller(Text.UTF_8)
        .setResponseMarshaller(Text.UTF_8)
        .build();
  }

  private static final class WhoCalls implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      String user =
          headers.get(Metadata.Key.of("x-doorward-user", Metadata.ASCII_STRING_MARSHALLER));
      return Contexts.interceptCall(
          Context.current().withValue(USER, user == null ? "nobody" : user), call, headers, next);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  private void say(String text, StreamObserver<String> out) {
    if (text.equals("fail")) {
      out.onError(Status.FAILED_PRECONDITION.withDescription("told to").asRuntimeException());
      return;
    }
    out.onNext(USER.get() + " said " + text);
    out.onCompleted();
  }

  private void tell(String text, StreamObserver<String> out) {
    int count = Integer.parseInt(text);
    for (int i = 0; i < count; i++) {
      out.onNext("line " + i);
    }
    out.onCompleted();
  }

  private StreamObserver<String> hear(StreamObserver<String> out) {
    return new Hearing(out, cancelled, false);
  }

  private StreamObserver<String> chat(StreamObserver<String> out) {
    return new Hearing(out, cancelled, true);
  }

  /** Answers each message, or all of them at the end. */
  private record Hearing(
      StreamObserver<String> out, CountDownLatch cancelled, boolean at, StringBuilder all)
      implements StreamObserver<String> {
    Hearing(StreamObserver<String> out, CountDownLatch cancelled, boolean at) {
      this(out, cancelled, at, new StringBuilder());
    }

    @Override
    public void onNext(String value) {
      if (at) {
        out.onNext("heard " + value);
      } else {
        all.append(value);
      }
    }

    @Override
    public void onError(Throwable gone) {
      cancelled.countDown();
    }

    @Override
    public void onCompleted() {
      if (!at) {
        out.onNext(all.toString());
      }
      out.onCompleted();
    }
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }
}
