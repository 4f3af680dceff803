package dev.doorward.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load of 64 connections from one thread, on a core of its own. */
final class Wrk {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");

  private Wrk() {}

  /** What is asked. */
  record Question(int port, String path, List<String> fields) {}

  /**
   * Requests answered in a second.
   *
   * @throws IOException when one of them was not answered with 2xx
   */
  static double rate(Question q, int seconds) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("taskset", "-c", "1", "wrk", "-t1", "-c64", "-d" + seconds + "s"));
    q.fields().forEach(field -> command.addAll(List.of("-H", field)));
    command.add("http://127.0.0.1:" + q.port() + q.path());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher m = RATE.matcher(said);
    if (process.waitFor() != 0
        || !m.find()
        || said.contains("Non-2xx")
        || said.matches("(?s).*Socket errors: (?!connect 0, read 0, write 0).*")) {
      throw new IOException("the load on port " + q.port() + " failed:\n" + said);
    }
    return Double.parseDouble(m.group(1));
  }
}
