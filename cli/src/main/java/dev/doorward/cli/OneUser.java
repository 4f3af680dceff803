package dev.doorward.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a command about one user is given. */
final class OneUser {
  @Mixin Setup setup = new Setup();

  @Parameters(index = "0", paramLabel = "NAME", description = "1 to 64 of a-z 0-9 . _ @ -")
  String name = "";

  Object run(String command, Map<String, Object> args) {
    Map<String, Object> all = new HashMap<>(args);
    all.put("name", name);
    return setup.run(command, all);
  }

  /** Runs a command, and says by that word whom it was done to. */
  int say(String command, Map<String, Object> args, String word) {
    Object data = run(command, args);
    if (setup.json) {
      Output.json(data);
    } else {
      System.out.println(word + Output.text(data, "id") + " " + Output.text(data, "name"));
    }
    return 0;
  }
}
