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
  record Turn(double rate, double micros) {
    static Spread rates(List<Turn> turns) {
      return Spread.of(turns.stream().map(Turn::rate).toList());
    }

    static Spread micros(List<Turn> turns) {
      return Spread.of(turns.stream().map(Turn::micros).toList());
    }
  }

  /**
   * Asks for that many seconds.
   *
   * @throws IOException when an answer was an error, a connection failed or something timed out
   */
  static Turn turn(Question q, Process server, int connections, int seconds)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    q.fields().forEach(field -> arguments.addAll(List.of("-H", field)));
    Path script = Files.createTempFile("doorward-bench", ".lua");
    try {
      if (!q.body().isEmpty()) {
        Files.writeString(
            script, "wrk.method = 'POST'\nwrk.body = [==[%s]==]\n".formatted(q.body()));
        arguments.addAll(List.of("-s", script.toString()));
      }
      arguments.add("http://127.0.0.1:" + q.port() + q.path());
      double before = Processes.cpu(server);
      String said = load(connections, seconds, arguments);
      double used = Processes.cpu(server) - before;
      return new Turn(Double.parseDouble(found(RATE, said).group(1)), used * 1e6 / requests(said));
    } finally {
      Files.delete(script);
    }
  }

  /**
   * What wrk says of a load.
   *
   * @throws IOException when an answer was an error, a connection failed or something timed out
   */
  static String load(int connections, int seconds, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("taskset", "-c", "1", "wrk", "-t1", "-c" + connections, "-d" + seconds + "s"));
    command.addAll(List.of("--timeout", "30s")); // what has just started may be slow
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 || said.contains("Non-2xx") || said.contains("Socket errors")) {
      throw new IOException("the load on " + arguments.getLast() + " failed:\n" + said);
    }
    return said;
  }

  /** How many requests were answered, of what wrk said. */
  static long requests(String said) throws IOException {
    return Long.parseLong(found(COUNT, said).group(1));
  }

  /** Where something stands in what wrk said. */
  static Matcher found(Pattern pattern, String said) throws IOException {
    Matcher m = pattern.matcher(said);
    if (!m.find()) {
      throw new IOException("wrk did not say " + pattern + ":\n" + said);
    }
    return m;
  }
}
