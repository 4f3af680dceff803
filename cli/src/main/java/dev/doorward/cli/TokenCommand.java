package dev.doorward.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "token",
    description = "Tokens: issue, list, revoke.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: doorward token issue --user alice --lifetime 1h"})
final class TokenCommand extends Group {
  @Command(
      name = "issue",
      description = "Makes a token and prints it, this once.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: doorward token issue --user alice",
        "Example: doorward token issue --user alice --opaque --name laptop --lifetime 90d"
      })
  int issue(
      @Mixin Setup setup,
      @Option(names = "--user", required = true, paramLabel = "NAME") String user,
      @Option(names = "--scope", paramLabel = "S", description = "may stand several times")
          @Nullable List<String> scopes,
      @Option(names = "--resource", paramLabel = "URL", description = "default: the origin")
          @Nullable String resource,
      @Option(
              names = "--lifetime",
              paramLabel = "5m",
              converter = Arguments.Lifetime.class,
              description = "such as 30s, 5m, 12h, 7d")
          @Nullable Duration lifetime,
      @Option(names = "--opaque", description = "a random string, which lives longer")
          boolean opaque,
      @Option(names = "--name", paramLabel = "TEXT", description = "by which you know it later")
          @Nullable String name) {
    Map<String, Object> args = new HashMap<>();
    args.put("user", user);
    args.put("scopes", scopes == null ? List.of() : new ArrayList<>(scopes));
    put(args, "resource", resource);
    put(args, "token_name", name);
    args.put("opaque", opaque);
    if (lifetime != null) {
      args.put("lifetime_seconds", Long.toString(lifetime.toSeconds()));
    }
    Object data = setup.run("token.issue", args);
    if (setup.json) {
      Output.json(data);
    } else {
      System.out.println(Output.text(data, "token"));
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists living tokens, the newest first; not the tokens themselves.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward token list --user alice"})
  int list(
      @Mixin Setup setup, @Option(names = "--user", paramLabel = "NAME") @Nullable String user) {
    Map<String, Object> args = user == null ? Map.of() : Map.of("user", user);
    return table(
        setup, "token.list", args, "id", "user", "kind", "name", "scopes", "resource", "expires");
  }

  @Command(
      name = "revoke",
      description = "Revokes a token; its next use is refused.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: doorward token revoke tok_019…",
        "Example: doorward token revoke --stdin <token.txt"
      })
  int revoke(
      @Mixin Setup setup,
      @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id,
      @Option(names = "--stdin", description = "reads the token itself from standard input")
          boolean stdin) {
    if ((id == null) == !stdin) {
      throw new Failed("say which token: its ID, or itself by --stdin");
    }
    Map<String, Object> args =
        id == null ? Map.of("token", Secrets.fromStdin("token")) : Map.of("id", id);
    Object data = setup.run("token.revoke", args);
    if (setup.json) {
      Output.json(data);
    } else {
      System.out.println("revoked " + Output.text(data, "id"));
    }
    return 0;
  }
}
