package dev.doorward.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A front which does what the source of Envoy does with an HTTP service of {@code ext_authz}
 * ({@code ext_authz_http_impl.cc}, {@code check_request_utils.cc}, {@code ext_authz.cc}, {@code
 * async_client_impl.cc}, {@code conn_manager_utility.cc}), since Debian has no Envoy. The
 * configuration it stands for is {@code examples/envoy}.
 */
final class EnvoyHttpFront extends StandInFront {
  /** Envoy's own address, which it puts behind the chain when it asks. */
  static final String LOCAL = "192.168.77.7";

  /** {@code allowed_headers} of the example. */
  static final List<String> ALLOWED =
      List.of(
          "accept",
          "access-control-request-headers",
          "access-control-request-method",
          "content-type",
          "cookie",
          "dpop",
          "early-data",
          "hx-current-url",
          "hx-request",
          "origin",
          "referer",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "sec-purpose",
          "sec-websocket-key",
          "turbo-frame",
          "user-agent",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-requested-with");

  /** What the example's {@code header_mutation} removes before anybody is asked. */
  static final List<String> REMOVED =
      List.of(
          "forwarded",
          "x-http-method-override",
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

  /** {@code allowed_client_headers_on_success} of the example. */
  private static final Set<String> ON_SUCCESS = Set.of("set-cookie", "vary", "x-request-id");

  EnvoyHttpFront(FrontProcess.Ports ports) throws IOException {
    super(ports);
  }

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
    Message said =
        exchange(
            ports.check(),
            line[0],
            "/.doorward/check" + line[1],
            question(fields, request.value("Host").orElse("")),
            new byte[0]);
    if (said.status() != 200) {
      write(client, line[0], denied(said, fields), closes);
      return !closes;
    }
    List<Field> onward = onward(fields, said);
    if (has(fields, "upgrade")) {
      tunnel(client, in, line, onward);
      return false;
    }
    Message answer = exchange(ports.app(), line[0], line[1], withoutHops(onward), request.body());
    write(client, line[0], withTheirs(answer, said, line[1]), closes);
    return !closes;
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

  /** Of the client's fields those that are allowed, lines of one name joined. */
  private static List<Field> question(List<Field> fields, String host) {
    Map<String, String> joined = new LinkedHashMap<>();
    for (Field f : fields) {
      String name = f.name().toLowerCase(Locale.ROOT);
      if (ALLOWED.contains(name) || name.equals("authorization")) {
        String by = name.equals("cookie") ? "; " : ",";
        joined.merge(name, f.value(), (a, b) -> a + by + b);
      }
    }
    List<Field> asked = new ArrayList<>();
    asked.add(new Field("host", host));
    asked.add(new Field("content-length", "0"));
    joined.forEach((name, value) -> asked.add(new Field(name, value)));
    asked.add(new Field("x-envoy-internal", "true"));
    append(asked, "x-forwarded-for", LOCAL); // the client of its own which it asks with
    return asked;
  }

  /** What is set, then what is removed. */
  private static List<Field> onward(List<Field> fields, Message said) {
    List<Field> onward = new ArrayList<>(fields);
    for (String name : IDENTITY) {
      said.value(name).ifPresent(value -> set(onward, name, value));
    }
    said.value("x-envoy-auth-headers-to-remove").stream()
        .flatMap(names -> List.of(names.split(",")).stream())
        .forEach(name -> onward.removeIf(f -> f.name().equalsIgnoreCase(name.strip())));
    return onward;
  }

  private static Message denied(Message said, List<Field> fields) {
    if (said.status() >= 500) {
      return new Message(
          "HTTP/1.1 503 Service Unavailable", List.of(), new byte[0]); // status_on_error
    }
    boolean grpc =
        fields.stream()
            .anyMatch(f ->
                f.name().equalsIgnoreCase("content-type")
                    && f.value().matches("application/grpc([+;].*)?"));
    if (!grpc) {
      return said; // no list of allowed_client_headers: all but Host
    }
    List<Field> local = new ArrayList<>();
    set(local, "content-type", "application/grpc");
    set(local, "grpc-status", grpcStatus(said.status()));
    if (said.body().length > 0) {
      set(local, "grpc-message", new String(said.body(), StandardCharsets.ISO_8859_1));
    }
    for (Field f : said.fields()) {
      local.removeIf(g -> g.name().equalsIgnoreCase(f.name()));
    }
    local.addAll(said.fields());
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

  private static Message withTheirs(Message answer, Message said, String path) {
    List<Field> back = new ArrayList<>(answer.fields());
    back.removeIf(f -> f.name().equalsIgnoreCase("x-request-id"));
    if (!path.startsWith("/own-cors")) { // where the application does CORS, the route removes none
      back.removeIf(f -> isCors(f.name()));
    }
    said.fields().stream()
        .filter(f -> ON_SUCCESS.contains(f.name().toLowerCase(Locale.ROOT)) || isCors(f.name()))
        .forEach(back::add);
    return new Message(answer.first(), back, answer.body());
  }

  private static boolean isCors(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("access-control-");
  }

  private static boolean has(List<Field> fields, String name) {
    return fields.stream().anyMatch(f -> f.name().equalsIgnoreCase(name));
  }

  private static void set(List<Field> fields, String name, String value) {
    fields.removeIf(f -> f.name().equalsIgnoreCase(name));
    fields.add(new Field(name, value));
  }

  private static void append(List<Field> fields, String name, String value) {
    List<String> all = new ArrayList<>();
    fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).forEach(f -> all.add(f.value()));
    all.add(value);
    set(fields, name, String.join(",", all));
  }
}
