package dev.doorward.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command which is nothing but its subcommands. */
abstract class Group implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
    }
  }

  static void put(Map<String, Object> args, String key, @Nullable String value) {
    if (value != null) {
      args.put(key, value);
    }
  }

  static int table(Setup setup, String command, Map<String, Object> args, String... columns) {
    Object data = setup.run(command, args);
    if (setup.json) {
      Output.json(data);
    } else {
      Output.table(data, columns);
    }
    return 0;
  }
}
