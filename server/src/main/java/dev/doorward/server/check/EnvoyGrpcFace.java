package dev.doorward.server.check;

import dev.doorward.http.BodyTooLarge;
import dev.doorward.http.Connection;
import dev.doorward.http.Exchange;
import dev.doorward.http.Fault;
import dev.doorward.http.Handler;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.http.Version;
import dev.doorward.server.wire.Seldom;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC service of Envoy's {@code ext_authz}, {@code envoy.service.auth.v3.Authorization}. The
 * message is read into the question which Envoy's HTTP service would ask, and the answer to that is
 * written into a message. Calls come by HTTP/2 alone.
 */
public final class EnvoyGrpcFace implements Handler {
  private static final String CHECK = "/envoy.service.auth.v3.Authorization/Check";

  private static final Pattern TYPE =
      Pattern.compile("application/grpc(\\+proto)?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** Heads of 100 KiB told twice over, and no bodies. */
  private static final int MOST = 256 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(EnvoyGrpcFace.class);

  private final CheckFace face;
  private final Seldom noCall = new Seldom();
  private final Seldom noMethod = new Seldom();

  /** In front of that face, whose dialect is Envoy's. */
  public EnvoyGrpcFace(CheckFace face) {
    this.face = face;
  }

  @Override
  public @Nullable Reply immediately(RequestHead head) {
    if (head.version() != Version.HTTP_2) {
      noCall.warn(LOG, "the envoy-grpc front asks without HTTP/2: see http2_protocol_options");
      return plain(505); // the status of a call stands in its trailers
    }
    if (!TYPE.matcher(head.headers().first("content-type").orElse("")).matches()) {
      return plain(415);
    }
    if (!head.method().equals("POST")) {
      return plain(405);
    }
    if (head.target().equals(CHECK)) {
      return null;
    }
    noMethod.warn(LOG, "the envoy-grpc front calls another method than {}", CHECK);
    return GrpcUnary.failed(GrpcUnary.Code.UNIMPLEMENTED, "no such method");
  }

  @Override
  public Reply handle(Exchange exchange) throws IOException {
    try {
      byte[] message = GrpcUnary.message(content(exchange), MOST);
      return GrpcUnary.answer(
          CheckResponse.write(face.ask(question(message, exchange.head().connection()))));
    } catch (GrpcUnary.Failed e) {
      return GrpcUnary.failed(e);
    }
  }

  @Override
  public Reply.Whole faulty(RequestHead head, Fault fault) {
    return plain(fault.kind().status());
  }

  @Override
  public Reply.Whole failed(RequestHead head, Throwable bug) {
    return GrpcUnary.answer(CheckResponse.write(face.failed(head, bug)));
  }

  private static byte[] content(Exchange exchange) throws IOException, GrpcUnary.Failed {
    try {
      return exchange.body(GrpcUnary.limit(MOST));
    } catch (BodyTooLarge e) {
      throw new GrpcUnary.Failed(GrpcUnary.Code.RESOURCE_EXHAUSTED, "the message is too large");
    }
  }

  private static RequestHead question(byte[] message, Connection connection)
      throws GrpcUnary.Failed {
    try {
      CheckRequest asked = CheckRequest.read(message);
      Headers.Builder fields = asked.fields().toBuilder();
      if (!asked.host().isEmpty()) {
        fields.add("Host", asked.host());
      }
      if (!asked.fields().has("x-forwarded-proto") && !asked.scheme().isEmpty()) {
        fields.add("X-Forwarded-Proto", asked.scheme());
      }
      return new RequestHead(
          asked.method(),
          Dialect.CHECK + asked.path(),
          Version.HTTP_1_1,
          fields.build(),
          connection);
    } catch (IOException | IllegalArgumentException e) {
      throw new GrpcUnary.Failed(GrpcUnary.Code.INVALID_ARGUMENT, "no CheckRequest");
    }
  }

  private static Reply.Whole plain(int status) {
    return new Reply.Whole(status, Headers.of("cache-control", "no-store"), new byte[0]);
  }
}
