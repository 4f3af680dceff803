package dev.doorward.bench;

import dev.doorward.config.Settings;
import dev.doorward.core.who.Acr;
import dev.doorward.face.Services;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Sessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a start takes, what the first minute is like, and how much memory is held after it. */
final class Starts {
  private static final int RUNS = 10;
  private static final int SESSIONS = 10_000;
  private static final int MINUTE = 60;
  private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)");

  private final Path root;
  private final Path folder;

  private Starts(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /** Argument: the checkout. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    new Starts(root, Files.createTempDirectory("doorward-bench")).run();
  }

  private void run() throws Exception {
    Settings settings =
        Policies.of(folder, 10, 10, "upstream: http://127.0.0.1:" + Contestants.APP);
    populate(settings);
    List<Double> starts = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      long begun = System.nanoTime();
      Process server = serve();
      try {
        awaitHealth();
        starts.add((System.nanoTime() - begun) / 1e6);
      } finally {
        end(server);
      }
      System.err.printf("bench: start %d: %.0f ms%n", i + 1, starts.getLast());
    }
    Process app =
        start("taskset", "-c", "1", "nginx", "-p", folder.toString(), "-c", app().toString());
    Process server = serve();
    try {
      awaitHealth();
      Minute first = minute();
      Minute second = minute();
      report(
          starts,
          first,
          second,
          Processes.status(server.pid(), "VmRSS") / 1024,
          Processes.status(server.pid(), "VmHWM") / 1024);
    } finally {
      end(server);
      end(app);
    }
  }

  /** Users, each with a hundred sessions, whose keys the load sends in turns. */
  private void populate(Settings settings) throws Exception {
    try (Services services = Services.open(settings, InstantSource.system());
        PrintWriter keys = new PrintWriter(Files.newBufferedWriter(folder.resolve("keys.lua")))) {
      keys.println("keys = {");
      for (int i = 0; i < SESSIONS / 100; i++) {
        User user =
            services
                .house()
                .users()
                .add(
                    "user" + i,
                    Optional.empty(),
                    Optional.empty(),
                    List.of("user"),
                    Optional.empty(),
                    false);
        for (int n = 0; n < 100; n++) {
          Sessions.Opened opened =
              services
                  .house()
                  .sessions()
                  .open(user.id(), "127.0.0.1:4080", Acr.PWD, false, "127.0.0.1", "bench");
          keys.println("\"" + opened.key() + "\",");
        }
      }
      keys.println("}");
      keys.println("local i = 0");
      keys.println("function request()");
      keys.println("  i = i % #keys + 1");
      keys.println("  return wrk.format('GET', '/r1/b', { ['Cookie'] = 'dw-4080=' .. keys[i] })");
      keys.println("end");
    }
  }

  private Path app() throws IOException {
    return Files.writeString(folder.resolve("app.conf"), Contestants.app());
  }

  private Process serve() throws IOException {
    return start(new Launcher(root, folder.resolve("doorward.yaml")).serve());
  }

  private Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("process.log").toFile())
        .start();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static void awaitHealth() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", Contestants.DOOR), 500);
        socket
            .getOutputStream()
            .write(
                "GET /.doorward/health HTTP/1.1\r\nHost: 127.0.0.1:4080\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        String said =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (said.startsWith("HTTP/1.1 200 ")) {
          return;
        }
      } catch (IOException _) {
        Thread.sleep(2);
      }
    }
    throw new IOException("the server did not start");
  }

  /** What a minute was like; the 99th percentile in ms. */
  private record Minute(long requests, double p99) {}

  private Minute minute() throws IOException, InterruptedException {
    String said =
        Wrk.load(
            Wrk.CONNECTIONS,
            MINUTE,
            List.of(
                "--latency",
                "-s",
                folder.resolve("keys.lua").toString(),
                "http://127.0.0.1:" + Contestants.DOOR));
    Matcher p99 = Wrk.found(P99, said);
    double unit = p99.group(2).equals("us") ? 0.001 : p99.group(2).equals("ms") ? 1 : 1000;
    return new Minute(Wrk.requests(said), Double.parseDouble(p99.group(1)) * unit);
  }

  private void report(List<Double> starts, Minute first, Minute second, long resident, long highest)
      throws Exception {
    Spread start = Spread.of(starts);
    String table =
        "| what | measured | to hold |\n| --- | --- | --- |\n"
            + row(
                "start to first answer, launcher and all, min / median / max",
                start.to(0) + " ms",
                start.median() <= 500,
                "500 ms")
            + row(
                "p99 of the first minute after a start : of the second",
                "%.1f : %.1f ms = **%.2f**"
                    .formatted(first.p99(), second.p99(), first.p99() / second.p99()),
                first.p99() <= 3 * second.p99(),
                "3")
            + row(
                String.format(
                    Locale.ROOT,
                    "resident after %,d requests of %,d sessions (highest ever)",
                    first.requests() + second.requests(),
                    SESSIONS),
                "**%d** MiB (%d)".formatted(resident, highest),
                resident <= 120,
                "120 MiB");
    System.out.print(table);
    Page.put(root, "start", "nginx " + Page.nginx(), RUNS + " starts", table);
  }

  private static String row(String what, String measured, boolean held, String bound) {
    return "| %s | %s | %s %s |%n"
        .formatted(what, measured, held ? "≤" : "**falls short of**", bound);
  }
}
