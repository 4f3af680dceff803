package dev.doorward.contract;

import dev.doorward.contract.fixture.FixtureFile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command {@code doorward-contract}. */
public final class Main {

  static final String HELP =
      """
      Usage: doorward-contract --target URL --fixture FILE [--only LIST] [--json]
                               [--connect ADDR --ca FILE]

      Asks the server at URL what the response contract asks, and says which answers are right.

        --target URL     base URL of the server, as its configuration calls its origin
        --fixture FILE   JSON: {"origin", "users": {NAME: {"password"}}, "tokens": {"T_ok": …}, …};
                         "doorward demo --fixture FILE" writes one
        --only LIST      cases and groups to run: C001,C334b,G3
        --json           one JSON array in place of the lines
        --connect ADDR   host and port to connect to, whatever the URL says
        --ca FILE        PEM file with the certificates to trust

      A line a case: pass, FAIL or skip; a failure adds what was sent, wanted and got. The last line
      counts them. Exit code 0 if none failed, 1 otherwise, 2 for wrong usage.

      Example:
        doorward-contract --target http://127.0.0.1:8080 --fixture fixture.json --only G1,G2
      """;

  private static final Set<String> WITH_VALUE =
      Set.of("--target", "--fixture", "--only", "--connect", "--ca");

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /** The same, with the exit code as its result. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.contains("--help") || args.contains("-h")) {
      out.print(HELP);
      return 0;
    }
    try {
      Map<String, String> options = options(args);
      return run(options, args.contains("--json"), out);
    } catch (IllegalArgumentException e) {
      err.println("doorward-contract: " + e.getMessage());
      err.println("Try doorward-contract --help");
      return 2;
    } catch (IOException e) {
      err.println("doorward-contract: " + (e.getMessage() == null ? e : e.getMessage()));
      return 1;
    }
  }

  private static int run(Map<String, String> options, boolean json, PrintStream out)
      throws IOException {
    FixtureFile fixture = FixtureFile.read(Path.of(needed(options, "--fixture")));
    URI url = URI.create(needed(options, "--target"));
    String only = options.get("--only");
    Filter filter = only == null ? Filter.ALL : Filter.only(only);
    try (Target target =
        Target.of(
            url,
            fixture,
            Optional.ofNullable(options.get("--connect")),
            Optional.ofNullable(options.get("--ca")).map(Path::of))) {
      Runner runner = target.runner();
      if (!json) {
        runner.listener(out::println);
      }
      List<Result> results = runner.run(filter);
      if (results.isEmpty()) {
        throw new IllegalArgumentException("no case answers to --only " + only);
      }
      out.println(json ? Report.json(results) : Report.counts(results));
      return results.stream().anyMatch(Result::failed) ? 1 : 0;
    }
  }

  private static Map<String, String> options(List<String> args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String name = args.get(i);
      if (WITH_VALUE.contains(name)) {
        if (++i == args.size()) {
          throw new IllegalArgumentException(name + " needs a value");
        }
        options.put(name, args.get(i));
      } else if (!name.equals("--json")) {
        throw new IllegalArgumentException("unknown argument " + name);
      }
    }
    return options;
  }

  private static String needed(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
