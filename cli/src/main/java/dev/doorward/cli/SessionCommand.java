package dev.doorward.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "session",
    description = "Sessions: list, revoke.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: doorward session list --user alice"})
final class SessionCommand extends Group {
  @Command(
      name = "list",
      description = "Lists living sessions, the newest first.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward session list --user alice"})
  int list(
      @Mixin Setup setup, @Option(names = "--user", paramLabel = "NAME") @Nullable String user) {
    Map<String, Object> args = user == null ? Map.of() : Map.of("user", user);
    return table(
        setup, "session.list", args, "id", "user", "created", "last_used", "address", "agent");
  }

  @Command(
      name = "revoke",
      description = "Ends a session on every host; its next request is refused.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward session revoke ses_019…"})
  int revoke(@Mixin Setup setup, @Parameters(paramLabel = "ID") String id) {
    Object data = setup.run("session.revoke", Map.of("id", id));
    if (setup.json) {
      Output.json(data);
    } else {
      System.out.println("revoked " + id);
    }
    return 0;
  }
}
