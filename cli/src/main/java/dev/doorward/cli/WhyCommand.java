package dev.doorward.cli;

import dev.doorward.cli.audit.Entry;
import dev.doorward.cli.audit.InWords;
import dev.doorward.cli.audit.LogFiles;
import dev.doorward.cli.audit.Printable;
import dev.doorward.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "why",
    description = "Tells step by step why a request was refused, and what would have let it in.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: doorward why 0b5c2e9e-6a51-4bd0-9a0d-6d4a2f3b8c11",
      "The ID is the X-Request-Id of the answer; it stands on the page and in the",
      "problem document too. It is looked for in the audit log and its rotations."
    })
final class WhyCommand implements Callable<Integer> {
  private static final String URN = "urn:uuid:";
  private static final String COMMAND = "doorward ";

  @Mixin Setup setup = new Setup();

  @Parameters(paramLabel = "ID", description = "of the request, with or without urn:uuid:")
  String id = "";

  @Override
  public Integer call() {
    String request = request();
    Settings settings = setup.settings();
    Path audit = settings.audit().orElseThrow(() -> new Failed(LogCommand.OFF));
    Optional<Entry> kept = find(audit, request);
    if (kept.isPresent()) {
      tell(kept.get());
      return 0;
    }
    Optional<Entry> passed = settings.accessLog().flatMap(log -> find(log, request));
    if (passed.isEmpty()) {
      throw new Failed(unknown(request, audit, settings.accessLog()));
    }
    if (setup.json) {
      Output.json(passed.get().members());
    } else {
      System.err.println(
          "doorward: this request was not refused, and only refusals are kept step by step; the"
              + " access log says:");
      System.out.println(InWords.of(passed.get()));
    }
    return 0;
  }

  private void tell(Entry entry) {
    if (setup.json) {
      Output.json(entry.members());
      return;
    }
    System.out.println(
        Printable.of(
            "%s %s %s %s %s"
                .formatted(
                    entry.text("time").orElse(""),
                    entry.text("event").orElse(""),
                    entry.text("status").orElse(""),
                    entry.text("method").orElse(""),
                    entry.text("path").orElse(""))));
    if (entry.why().isEmpty()) {
      System.out.println(InWords.of(entry));
    }
    entry.why().forEach(line -> System.out.println(Printable.of(onThisConfiguration(line))));
  }

  /** The server that kept the line does not know by which name its reader knows the file. */
  private String onThisConfiguration(String line) {
    int command = line.startsWith("would help") ? line.indexOf(COMMAND) : -1;
    return command < 0
        ? line
        : line.substring(0, command)
            + setup.hints().command(line.substring(command + COMMAND.length()));
  }

  private String request() {
    String text = id.strip().toLowerCase(Locale.ROOT);
    String bare = text.startsWith(URN) ? text.substring(URN.length()) : text;
    try {
      if (bare.length() == 36) {
        return UUID.fromString(bare).toString();
      }
    } catch (IllegalArgumentException e) {
      // Told below, like everything that is no id.
    }
    throw new Failed(
        "\""
            + Printable.of(id)
            + "\" is no request id; one looks like 0b5c2e9e-6a51-4bd0-9a0d-6d4a2f3b8c11 and stands"
            + " in X-Request-Id");
  }

  private static Optional<Entry> find(Path log, String request) {
    try {
      return new LogFiles(log)
          .last(request, entry -> entry.text("request").filter(request::equals).isPresent());
    } catch (IOException e) {
      throw new Failed("cannot read " + log + " or a rotation of it: " + e.getMessage());
    }
  }

  private static String unknown(String request, Path audit, Optional<Path> accessLog) {
    return "no line about the request "
        + request
        + " in "
        + audit
        + " and its rotations. Check that the id is whole, that it came from this door, and that the"
        + " file of that day is still there. Only refusals are kept: not what"
        + " nobody could read (400), what asks for another host (421) or what the application did"
        + " not answer (502, 504)"
        + (accessLog.isPresent()
            ? "."
            : "; with access-log: in the file, other requests are found too.");
  }
}
