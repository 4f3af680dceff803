package dev.doorward.cli;

import dev.doorward.contract.wire.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A front which does what the source of Envoy does around {@code ext_authz} ({@code ext_authz.cc},
 * {@code conn_manager_utility.cc}, {@code utility.cc}), since Debian has no Envoy. The
 * configurations it stands for are those of {@code examples/envoy}. How it asks, and what it reads
 * in the answer, is its user's.
 */
abstract class EnvoyFront extends StandInFront {
  /** What the examples' {@code header_mutation} removes before anybody is asked. */
  static final List<String> REMOVED =
      List.of(
          "forwarded",
          "x-http-method-override",
          "x-http-method",
          "x-method-override",
          "x-real-ip",
          "x-original-url",
          "x-rewrite-url",
          "x-request-id",
          "x-doorward-user",
          "x-doorward-roles",
          "x-doorward-scopes",
          "x-doorward-request-id",
          "x-doorward-assertion",
          "x.doorward.user",
          "x.doorward.roles",
          "x.doorward.scopes");

  EnvoyFront(FrontProcess.Ports ports) throws IOException {
    super(ports);
  }

  /** What the filter makes of the answer to its question. */
  sealed interface Said {
    /** {@code CheckStatus::Denied} or {@code Error}: a local reply. */
    record Denied(int status, List<Field> fields, byte[] body) implements Said {}

    /**
     * {@code CheckStatus::OK}.
     *
     * @param onward the request's fields as the application gets them
     * @param back what becomes of the fields of its answer
     */
    record Ok(List<Field> onward, UnaryOperator<List<Field>> back) implements Said {}
  }

  /** Asks about that request. */
  abstract Said ask(String method, String target, String host, List<Field> fields)
      throws IOException;

  @Override
  boolean answer(Message request, Socket client, InputStream in) throws IOException {
    String[] line = request.first().split(" ", 3);
    boolean closes =
        request.value("Connection").orElse("").toLowerCase(Locale.ROOT).contains("close");
    List<Field> fields = mutated(request, client);
    if (OWN.matcher(line[1].split("\\?", 2)[0]).matches()) {
      write(
          client,
          line[0],
          exchange(ports.door(), line[0], line[1], fields, request.body()),
          closes);
      return !closes;
    }
    return switch (ask(line[0], line[1], request.value("Host").orElse(""), fields)) {
      case Said.Denied denied -> {
        write(client, line[0], localReply(denied, fields), closes);
        yield !closes;
      }
      case Said.Ok ok when has(fields, "upgrade") -> {
        tunnel(client, in, line, ok.onward());
        yield false;
      }
      case Said.Ok ok -> {
        Message theirs =
            exchange(ports.app(), line[0], line[1], withoutHops(ok.onward()), request.body());
        List<Field> back = ok.back().apply(withoutTheirs(theirs.fields(), line[1]));
        write(client, line[0], new Message(theirs.first(), back, theirs.body()), closes);
        yield !closes;
      }
    };
  }

  /** The connection manager with {@code use_remote_address}, and {@code header_mutation}. */
  private static List<Field> mutated(Message request, Socket client) {
    List<Field> fields = new ArrayList<>(request.fields());
    fields.removeIf(f -> f.name().contains("_")); // headers_with_underscores_action
    fields.removeIf(f -> f.name().toLowerCase(Locale.ROOT).startsWith("x-envoy-"));
    fields.removeIf(f -> REMOVED.contains(f.name().toLowerCase(Locale.ROOT)));
    set(fields, "x-forwarded-for", client.getInetAddress().getHostAddress());
    set(fields, "x-forwarded-proto", "http");
    set(fields, "x-forwarded-host", request.value("Host").orElse(""));
    return fields;
  }

  /** {@code sendLocalReply}: to a gRPC call by HTTP 200. */
  private static Message localReply(Said.Denied denied, List<Field> fields) {
    boolean grpc =
        fields.stream()
            .anyMatch(f ->
                f.name().equalsIgnoreCase("content-type")
                    && f.value().matches("application/grpc([+;].*)?"));
    if (!grpc) {
      String phrase = Answer.of(denied.status(), List.of(), new byte[0]).reason();
      return new Message(
          "HTTP/1.1 " + denied.status() + " " + phrase, denied.fields(), denied.body());
    }
    List<Field> local = new ArrayList<>();
    set(local, "content-type", "application/grpc");
    set(local, "grpc-status", grpcStatus(denied.status()));
    if (denied.body().length > 0) {
      set(local, "grpc-message", new String(denied.body(), StandardCharsets.ISO_8859_1));
    }
    for (Field f : denied.fields()) {
      local.removeIf(g -> g.name().equalsIgnoreCase(f.name()));
    }
    local.addAll(denied.fields());
    return new Message("HTTP/1.1 200 OK", local, new byte[0]);
  }

  /** {@code Grpc::Utility::httpToGrpcStatus}. */
  private static String grpcStatus(int http) {
    return switch (http) {
      case 400 -> "13";
      case 401 -> "16";
      case 403 -> "7";
      case 404 -> "12";
      case 429, 502, 503, 504 -> "14";
      default -> "2";
    };
  }

  /** {@code response_headers_to_remove} of the examples' routes. */
  private static List<Field> withoutTheirs(List<Field> answer, String path) {
    List<Field> back = new ArrayList<>(answer);
    back.removeIf(f -> f.name().equalsIgnoreCase("x-request-id"));
    if (!path.startsWith("/own-cors")) { // where the application does CORS, the route removes none
      back.removeIf(f -> isCors(f.name()));
    }
    return back;
  }

  static boolean isCors(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("access-control-");
  }

  static boolean has(List<Field> fields, String name) {
    return fields.stream().anyMatch(f -> f.name().equalsIgnoreCase(name));
  }

  static void set(List<Field> fields, String name, String value) {
    fields.removeIf(f -> f.name().equalsIgnoreCase(name));
    fields.add(new Field(name, value));
  }
}
