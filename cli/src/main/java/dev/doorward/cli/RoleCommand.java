package dev.doorward.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "role",
    description = "Roles: grant, revoke, list. A running server obeys from the next request.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: doorward role grant alice admin"})
final class RoleCommand extends Group {
  @Command(
      name = "grant",
      description = "Gives a user a role.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward role grant alice admin"})
  int grant(@Mixin OneUser user, @Parameters(index = "1", paramLabel = "ROLE") String role) {
    return say(user, "role.grant", role, "granted %s to %s");
  }

  @Command(
      name = "revoke",
      description = "Takes a role away.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward role revoke alice admin"})
  int revoke(@Mixin OneUser user, @Parameters(index = "1", paramLabel = "ROLE") String role) {
    return say(user, "role.revoke", role, "revoked %s from %s");
  }

  @Command(
      name = "list",
      description = "Lists the roles of doorward.yaml and who has them.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward role list"})
  int list(@Mixin Setup setup) {
    return table(setup, "role.list", Map.of(), "role", "permissions", "users");
  }

  private static int say(OneUser user, String command, String role, String words) {
    Object data = user.run(command, Map.of("role", role));
    if (user.setup.json) {
      Output.json(data);
    } else {
      System.out.println(words.formatted(role, Output.text(data, "name")));
    }
    return 0;
  }
}
