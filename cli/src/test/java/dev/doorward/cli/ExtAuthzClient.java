package dev.doorward.cli;

import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Asks {@code envoy.service.auth.v3.Authorization} with Envoy's own messages. */
final class ExtAuthzClient implements AutoCloseable {
  /** The method which Envoy calls. */
  static final MethodDescriptor<CheckRequest, CheckResponse> CHECK =
      method("envoy.service.auth.v3.Authorization/Check");

  final ManagedChannel channel;

  ExtAuthzClient(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /** A unary method of that full name, whatever it may be. */
  static MethodDescriptor<CheckRequest, CheckResponse> method(String name) {
    return MethodDescriptor.<CheckRequest, CheckResponse>newBuilder()
        .setFullMethodName(name)
        .setType(MethodType.UNARY)
        .setRequestMarshaller(Request.MESSAGE)
        .setResponseMarshaller(Response.MESSAGE)
        .build();
  }

  private enum Request implements MethodDescriptor.Marshaller<CheckRequest> {
    MESSAGE;

    @Override
    public InputStream stream(CheckRequest value) {
      return value.toByteString().newInput();
    }

    @Override
    public CheckRequest parse(InputStream stream) {
      throw new UnsupportedOperationException("a client parses no requests");
    }
  }

  private enum Response implements MethodDescriptor.Marshaller<CheckResponse> {
    MESSAGE;

    @Override
    public InputStream stream(CheckResponse value) {
      throw new UnsupportedOperationException("a client sends no responses");
    }

    @Override
    public CheckResponse parse(InputStream stream) {
      try {
        return CheckResponse.parseFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * What the server says of that request.
   *
   * @throws io.grpc.StatusRuntimeException where the call fails
   */
  CheckResponse check(AttributeContext.HttpRequest http) {
    return ClientCalls.blockingUnaryCall(channel, CHECK, CallOptions.DEFAULT, request(http));
  }

  static CheckRequest request(AttributeContext.HttpRequest http) {
    return CheckRequest.newBuilder()
        .setAttributes(
            AttributeContext.newBuilder()
                .setRequest(AttributeContext.Request.newBuilder().setHttp(http)))
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
