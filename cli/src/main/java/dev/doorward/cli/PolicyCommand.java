package dev.doorward.cli;

import dev.doorward.config.ConfigException;
import dev.doorward.config.Settings;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "policy",
    description = "The configuration: check.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: doorward policy check"})
final class PolicyCommand extends Group {
  @Command(
      name = "check",
      description = "Reads the configuration and tells every mistake with its place and remedy.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward policy check -c doorward.yaml"})
  int check(@Mixin Setup setup) {
    Settings settings;
    try {
      settings = setup.read();
    } catch (ConfigException e) {
      if (!setup.json) {
        throw Setup.refused(e);
      }
      Output.json(Map.of("mistakes", e.mistakes()));
      return 1;
    }
    settings.warnings().forEach(warning -> System.err.println("warning: " + warning));
    if (setup.json) {
      Output.json(
          Map.of(
              "routes", settings.counts().routes(),
              "roles", settings.counts().roles(),
              "prefixes", settings.counts().prefixes(),
              "warnings", settings.warnings()));
    } else {
      System.out.println("ok: " + settings.counts());
    }
    return 0;
  }
}
