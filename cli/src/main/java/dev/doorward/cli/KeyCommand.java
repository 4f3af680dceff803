package dev.doorward.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "key",
    description = "Signing keys: list, rotate.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: doorward key rotate"})
final class KeyCommand extends Group {
  @Command(
      name = "list",
      description = "Lists the keys by which tokens are signed and verified.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward key list"})
  int list(@Mixin Setup setup) {
    return table(setup, "key.list", Map.of(), "id", "algorithm", "state", "created");
  }

  @Command(
      name = "rotate",
      description = "Makes a new signing key; the old one verifies for 25 hours more.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward key rotate"})
  int rotate(@Mixin Setup setup) {
    Object data = setup.run("key.rotate", Map.of());
    if (setup.json) {
      Output.json(data);
    } else {
      System.out.println("rotated, " + Output.text(data, "id") + " signs now");
    }
    return 0;
  }
}
