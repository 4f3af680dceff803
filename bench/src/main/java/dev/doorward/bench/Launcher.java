package dev.doorward.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code doorward} command of a checkout, with a configuration. */
record Launcher(Path root, Path file) {
  String[] serve() {
    return new String[] {root.resolve("doorward").toString(), "serve", "-c", file.toString()};
  }

  /**
   * What a command says.
   *
   * @param input what it reads
   * @throws IOException when it fails
   */
  String run(String input, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("doorward").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("-c", file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed");
    }
    return said;
  }
}
