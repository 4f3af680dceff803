package dev.doorward.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load from one thread, on a core of its own. */
final class Wrk {
  /** Enough that the server's core is never idle. */
  static final int CONNECTIONS = 64;

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern COUNT = Pattern.compile("(\\d+) requests in");

  private Wrk() {}

  /**
   * What is asked.
   *
   * @param body sent by POST; empty for a GET
   */
  record Question(int port, String path, List<String> fields, String body) {
    Question(int port, String path, List<String> fields) {
      this(port, path, fields, "");
    }
  }

  /**
   * What a turn came to.
   *
   * @param rate requests answered in a second
   * @param micros processor time of the server for each of them, in µs
   */
  record Turn(double rate, double micros) {}

  /**
   * Asks for that many seconds.
   *
   * @throws IOException when an answer was an error, a connection failed or something timed out
   */
  static Turn turn(Question q, Process server, int connections, int seconds)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("taskset", "-c", "1", "wrk", "-t1", "-c" + connections, "-d" + seconds + "s"));
    q.fields().forEach(field -> command.addAll(List.of("-H", field)));
    Path script = Files.createTempFile("doorward-bench", ".lua");
    try {
      if (!q.body().isEmpty()) {
        Files.writeString(
            script, "wrk.method = 'POST'\nwrk.body = [==[%s]==]\n".formatted(q.body()));
        command.addAll(List.of("-s", script.toString()));
      }
      command.add("http://127.0.0.1:" + q.port() + q.path());
      double before = Processes.cpu(server);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      double used = Processes.cpu(server) - before;
      Matcher rate = RATE.matcher(said);
      Matcher count = COUNT.matcher(said);
      if (process.waitFor() != 0
          || !rate.find()
          || !count.find()
          || said.contains("Non-2xx")
          || said.contains("Socket errors")) {
        throw new IOException("the load on port " + q.port() + " failed:\n" + said);
      }
      return new Turn(
          Double.parseDouble(rate.group(1)), used * 1e6 / Long.parseLong(count.group(1)));
    } finally {
      Files.delete(script);
    }
  }
}
