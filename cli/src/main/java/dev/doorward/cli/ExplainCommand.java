package dev.doorward.cli;

import dev.doorward.core.where.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = "Tells step by step how a request is answered, and what would let it in.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: doorward explain GET /admin --as alice --from 198.51.100.7",
      "Example: doorward explain POST https://app.example/orders/7 --as alice \\",
      "           --header 'Sec-Fetch-Site: cross-site'"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin Setup setup = new Setup();

  @Parameters(paramLabel = "METHOD")
  String method = "GET";

  @Parameters(paramLabel = "URL", description = "a path, or a whole address")
  String url = "/";

  @Option(names = "--as", paramLabel = "USER", description = "as that user, just signed in")
  @Nullable String as;

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      converter = Arguments.From.class,
      description = "from there (default: 127.0.0.1)")
  @Nullable Address from;

  @Option(
      names = "--dialect",
      paramLabel = "D",
      description =
          "as a check listener of that dialect answers: nginx, caddy, traefik,"
              + " haproxy, envoy-http, envoy-grpc")
  @Nullable String dialect;

  @Option(names = "--header", paramLabel = "'N: V'", description = "may stand several times")
  @Nullable List<String> headers;

  @Override
  public Integer call() {
    Map<String, Object> args = new HashMap<>();
    args.put("method", method);
    args.put("url", url);
    Group.put(args, "as", as);
    Group.put(args, "from", from == null ? null : from.toString());
    Group.put(args, "dialect", dialect);
    args.put("headers", headers == null ? List.of() : new ArrayList<>(headers));
    Object data = setup.run("explain", args);
    if (setup.json) {
      Output.json(data);
    } else if (data instanceof Map<?, ?> map && map.get("lines") instanceof List<?> lines) {
      lines.forEach(System.out::println);
    }
    return 0;
  }
}
