package dev.doorward.cli;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What Envoy does with a gRPC service of {@code ext_authz} ({@code ext_authz_grpc_impl.cc}, {@code
 * check_request_utils.cc}), by its own messages. The configuration it stands for is {@code
 * examples/envoy/envoy-grpc.yaml}.
 */
final class EnvoyGrpcFront extends EnvoyFront {
  private final ExtAuthzClient check;

  EnvoyGrpcFront(FrontProcess.Ports ports) throws IOException {
    super(ports);
    check = new ExtAuthzClient(ports.check());
  }

  @Override
  Said ask(String method, String target, String host, List<Field> fields) {
    CheckResponse said;
    try {
      said = check.check(question(method, target, host, fields));
    } catch (StatusRuntimeException e) {
      return new Said.Denied(503, List.of(), new byte[0]); // onFailure: status_on_error
    }
    // A status which nobody set is 0, which is leave.
    return said.getStatus().getCode() == 0
        ? new Said.Ok(
            onward(fields, said.getOkResponse()), back -> gained(back, said.getOkResponse()))
        : denied(said.getDeniedResponse());
  }

  /** {@code setHttpRequest} with {@code encode_raw_headers}. */
  static AttributeContext.HttpRequest question(
      String method, String target, String host, List<Field> fields) {
    AttributeContext.HttpRequest.Builder http =
        AttributeContext.HttpRequest.newBuilder()
            .setId("1234567890")
            .setMethod(method)
            .setPath(target)
            .setHost(host)
            .setScheme("http")
            .setProtocol("HTTP/1.1")
            .setSize(-1);
    add(http, ":authority", host);
    add(http, ":path", target);
    add(http, ":method", method);
    add(http, ":scheme", "http");
    for (Field f : fields) {
      if (!f.name().equalsIgnoreCase("host")) {
        add(http, f.name(), f.value());
      }
    }
    return http.build();
  }

  private static void add(AttributeContext.HttpRequest.Builder http, String name, String value) {
    http.getHeaderMapBuilder()
        .addHeadersBuilder()
        .setKey(name.toLowerCase(Locale.ROOT))
        .setRawValue(ByteString.copyFrom(value, StandardCharsets.ISO_8859_1));
  }

  /** What is set, then what is removed. */
  private static List<Field> onward(List<Field> fields, OkHttpResponse ok) {
    List<Field> onward = mutated(fields, ok.getHeadersList());
    ok.getHeadersToRemoveList()
        .forEach(name -> {
          if (!name.startsWith(":") && !name.equalsIgnoreCase("host")) {
            onward.removeIf(f -> f.name().equalsIgnoreCase(name));
          }
        });
    return onward;
  }

  private static List<Field> gained(List<Field> answer, OkHttpResponse ok) {
    return mutated(answer, ok.getResponseHeadersToAddList());
  }

  private static Said denied(DeniedHttpResponse denied) {
    int status = denied.getStatus().getCodeValue() > 0 ? denied.getStatus().getCodeValue() : 403;
    return new Said.Denied(
        status, mutated(List.of(), denied.getHeadersList()), denied.getBodyBytes().toByteArray());
  }

  /** {@code HeaderAppendAction} of each, in order; {@code append} is not looked at. */
  private static List<Field> mutated(List<Field> fields, List<HeaderValueOption> options) {
    List<Field> all = new ArrayList<>(fields);
    for (HeaderValueOption option : options) {
      if (option.hasAppend()) {
        throw new IllegalStateException("append is deprecated: " + option);
      }
      String name = option.getHeader().getKey();
      String value = option.getHeader().getValueBytes().toString(StandardCharsets.ISO_8859_1);
      switch (option.getAppendAction()) {
        case APPEND_IF_EXISTS_OR_ADD -> all.add(new Field(name, value));
        case OVERWRITE_IF_EXISTS_OR_ADD -> set(all, name, value);
        case ADD_IF_ABSENT, OVERWRITE_IF_EXISTS, UNRECOGNIZED ->
            throw new IllegalStateException("not in every Envoy: " + option);
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    check.close();
    super.close();
  }
}
