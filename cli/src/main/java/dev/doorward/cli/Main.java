package dev.doorward.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code doorward} command. */
@Command(
    name = "doorward",
    description =
        "Stands at the door of web applications and gives every request the right answer.",
    mixinStandardHelpOptions = true,
    version = "doorward 0.1.0",
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      ServeCommand.class,
      UserCommand.class,
      RoleCommand.class,
      SessionCommand.class,
      TokenCommand.class,
      KeyCommand.class,
      PolicyCommand.class,
      ExplainCommand.class,
      WhyCommand.class,
      LogCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "To see it work:  doorward demo",
      "To begin:        doorward init DIR",
      "",
      "Exit codes: 0 done, 1 failed or refused, 2 wrong usage."
    })
public final class Main implements Runnable {
  @CommandLine.Spec @Nullable CommandSpec spec;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command; returns its exit code. */
  public static int run(String... args) {
    Optional<ServeCommand> plain = ServeCommand.plain(args);
    if (plain.isPresent()) {
      return serve(plain.get());
    }
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, line, _) -> {
          if (!(e instanceof Failed)) {
            throw e;
          }
          line.getErr().println("doorward: " + e.getMessage());
          return 1;
        })
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
  }

  /** Without the command line's reader, which takes longer to begin than the server itself. */
  private static int serve(ServeCommand command) {
    try {
      return command.call();
    } catch (Failed e) {
      System.err.println("doorward: " + e.getMessage());
      return 1;
    }
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "say which command");
    }
  }
}
