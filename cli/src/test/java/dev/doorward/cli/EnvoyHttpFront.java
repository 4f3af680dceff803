package dev.doorward.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What Envoy does with an HTTP service of {@code ext_authz} ({@code ext_authz_http_impl.cc}, {@code
 * async_client_impl.cc}). The configuration it stands for is {@code examples/envoy/envoy.yaml}.
 */
final class EnvoyHttpFront extends EnvoyFront {
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

  /** {@code allowed_client_headers_on_success} of the example. */
  private static final Set<String> ON_SUCCESS = Set.of("set-cookie", "vary", "x-request-id");

  EnvoyHttpFront(FrontProcess.Ports ports) throws IOException {
    super(ports);
  }

  @Override
  Said ask(String method, String target, String host, List<Field> fields) throws IOException {
    Message said =
        exchange(
            ports.check(),
            method,
            "/.doorward/check" + target,
            question(fields, host),
            new byte[0]);
    if (said.status() >= 500) {
      return new Said.Denied(503, List.of(), new byte[0]); // status_on_error
    }
    return said.status() == 200
        ? new Said.Ok(onward(fields, said), back -> gained(back, said))
        // No list of allowed_client_headers: all but Host.
        : new Said.Denied(said.status(), said.fields(), said.body());
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

  private static List<Field> gained(List<Field> answer, Message said) {
    List<Field> back = new ArrayList<>(answer);
    said.fields().stream()
        .filter(f -> ON_SUCCESS.contains(f.name().toLowerCase(Locale.ROOT)) || isCors(f.name()))
        .forEach(back::add);
    return back;
  }

  private static void append(List<Field> fields, String name, String value) {
    List<String> all = new ArrayList<>();
    fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).forEach(f -> all.add(f.value()));
    all.add(value);
    set(fields, name, String.join(",", all));
  }
}
