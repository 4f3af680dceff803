package dev.doorward.cli;

import dev.doorward.cli.audit.Entry;
import dev.doorward.cli.audit.InWords;
import dev.doorward.cli.audit.Printable;
import dev.doorward.cli.audit.Tail;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "log",
    description = "Tells the audit log in words: sign-ins, refusals, changes. Times are UTC.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: doorward log -f",
      "Example: doorward log --json | grep '\"event\":\"refused\"'",
      "With --json it prints the lines as they stand in the file."
    })
final class LogCommand implements Callable<Integer> {
  static final String OFF =
      "no audit log is kept; switch it on with this line in the configuration, and restart the"
          + " server: audit: audit.jsonl";

  @Mixin Setup setup = new Setup();

  @Option(
      names = {"-f", "--follow"},
      description = "goes on with what comes, across rotations, until Ctrl-C")
  boolean follow;

  private String day = "";

  @Override
  public Integer call() {
    Path audit = setup.settings().audit().orElseThrow(() -> new Failed(OFF));
    Tail tail = new Tail(audit, this::print);
    try {
      if (follow) {
        tail.follow();
      } else {
        tail.once();
      }
    } catch (NoSuchFileException e) {
      throw new Failed(audit + " is not there yet; the server makes it when it starts");
    } catch (IOException e) {
      throw new Failed("cannot read " + audit + ": " + e.getMessage());
    }
    return 0;
  }

  private void print(String line) {
    if (setup.json) {
      if (!line.isBlank()) {
        System.out.println(Printable.of(line));
      }
      return;
    }
    Entry.of(line)
        .ifPresent(entry -> {
          String today = InWords.day(entry);
          if (!today.equals(day)) {
            day = today;
            System.out.println("-- " + today);
          }
          System.out.println(InWords.of(entry));
        });
  }
}
