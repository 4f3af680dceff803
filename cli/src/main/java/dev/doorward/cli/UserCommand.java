package dev.doorward.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "user",
    description = "Users: add, list, show, password, suspend, resume, remove.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: doorward user add alice --role user --password-stdin <password.txt"})
final class UserCommand extends Group {
  @Command(
      name = "add",
      description = "Adds a user.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: doorward user add alice --role user --email alice@example.org \\",
        "           --password-stdin <password.txt"
      })
  int add(
      @Mixin OneUser user,
      @Option(names = "--role", paramLabel = "ROLE", description = "may stand several times")
          @Nullable List<String> roles,
      @Option(names = "--email", paramLabel = "MAIL") @Nullable String email,
      @Option(names = "--name", paramLabel = "TEXT", description = "how people call them")
          @Nullable String display,
      @Option(names = "--password-stdin", description = "reads the password from standard input")
          boolean stdin,
      @Option(names = "--no-password", description = "signs in elsewhere") boolean none,
      @Option(names = "--must-change", description = "must choose a new one first")
          boolean mustChange) {
    Map<String, Object> args = new HashMap<>();
    args.put("roles", roles == null ? List.of() : new ArrayList<>(roles));
    put(args, "email", email);
    put(args, "display", display);
    args.put("must_change", mustChange);
    if (none && stdin) {
      throw new Failed("--no-password and --password-stdin contradict each other");
    }
    if (!none) {
      args.put("password", Secrets.newPassword(stdin));
    }
    return user.say("user.add", args, "added ");
  }

  @Command(
      name = "list",
      description = "Lists all users.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward user list --json"})
  int list(@Mixin Setup setup) {
    return table(setup, "user.list", Map.of(), "name", "state", "roles", "email", "created", "id");
  }

  @Command(
      name = "show",
      description = "Shows one user.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward user show alice"})
  int show(@Mixin OneUser user) {
    Object data = user.run("user.show", Map.of());
    if (user.setup.json) {
      Output.json(data);
    } else if (data instanceof Map<?, ?> map) {
      map.forEach((key, value) -> System.out.printf("%-12s %s%n", key, value));
    }
    return 0;
  }

  @Command(
      name = "password",
      description =
          "Sets a password and ends all sessions and tokens; --must-change alone has one chosen.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: doorward user password alice --password-stdin <password.txt",
        "Example: doorward user password alice --must-change"
      })
  int password(
      @Mixin OneUser user,
      @Option(names = "--must-change", description = "must choose a new one at the next sign-in")
          boolean mustChange,
      @Option(names = "--password-stdin", description = "reads the password from standard input")
          boolean stdin) {
    Map<String, Object> args = new HashMap<>();
    args.put("must_change", mustChange);
    if (stdin || !mustChange) {
      args.put("password", Secrets.newPassword(stdin));
    }
    return user.say("user.password", args, "changed ");
  }

  @Command(
      name = "suspend",
      description = "Lets nobody in by this account until it is resumed.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward user suspend alice"})
  int suspend(@Mixin OneUser user) {
    return user.say("user.suspend", Map.of(), "suspended ");
  }

  @Command(
      name = "resume",
      description = "Ends a suspension.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward user resume alice"})
  int resume(@Mixin OneUser user) {
    return user.say("user.resume", Map.of(), "resumed ");
  }

  @Command(
      name = "remove",
      description = "Removes a user; the name is free again after 30 days.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: doorward user remove alice"})
  int remove(@Mixin OneUser user) {
    return user.say("user.remove", Map.of(), "removed ");
  }
}
