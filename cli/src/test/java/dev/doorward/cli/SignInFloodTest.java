package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a flood of sign-ins does to people who are signed in: server, flood and meter are processes
 * of their own. Prints the figures, and beside them what loops do which sign nobody in: so much of
 * it is the meter's, a Java process too. It holds none of them, since a machine's load is not the
 * server's fault.
 */
@Tag("heavy")
class SignInFloodTest {
  private static final int REQUESTS = 5000;

  @TempDir Path folder;

  @Test
  void thoseWhoAreSignedInGoOnWhileAThousandSignIn() throws Exception {
    int port = FreePort.next();
    Path fixtureFile = folder.resolve("fixture.json");
    Process server = serve(port, fixtureFile);
    try {
      Packaged.awaitOpen(server, port, folder.resolve("server.log"));
      FixtureFile fixture = FixtureFile.read(fixtureFile);
      String token = Optional.ofNullable(fixture.tokens().get("T_ok")).orElseThrow();
      String password =
          Optional.ofNullable(fixture.users().get("alice"))
              .flatMap(FixtureFile.User::password)
              .orElseThrow();
      measure(port, token); // warms up
      for (int round = 1; round <= 5; round++) {
        long[] quiet = measure(port, token);
        long[] besideLoops = measureBesideLoops(port, token);
        // Of the idle class, as if its clients had a machine of their own.
        Process flood =
            Packaged.java(
                    List.of("chrt", "--idle", "0"), List.of(), Flood.class, "" + port, password)
                .redirectError(folder.resolve("flood.log").toFile())
                .start();
        BufferedReader told = flood.inputReader(StandardCharsets.UTF_8);
        assertThat(told.readLine()).isEqualTo("flooding");
        long[] flooded = measure(port, token);
        flood.getOutputStream().close();
        String said = told.readLine();
        assertThat(flood.waitFor(60, TimeUnit.SECONDS)).isTrue();
        System.out.printf(
            "round %d: p50 %d → %d us, p99 %d → %d us, ratio of p99 %.2f; %s signed in;"
                + " beside idle loops alone p99 %d us, ratio %.2f%n",
            round,
            at(quiet, 50),
            at(flooded, 50),
            at(quiet, 99),
            at(flooded, 99),
            (double) at(flooded, 99) / at(quiet, 99),
            said,
            at(besideLoops, 99),
            (double) at(besideLoops, 99) / at(quiet, 99));
        assertThat(Integer.parseInt(said)).isPositive();
      }
    } finally {
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Beside work for each processor which the kernel puts aside for any other. */
  private static long[] measureBesideLoops(int port, String token) throws Exception {
    List<Process> loops = new ArrayList<>();
    try {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        loops.add(
            new ProcessBuilder(
                    "chrt", "--idle", "0", "timeout", "120", "sh", "-c", "while :; do :; done")
                .start());
      }
      return measure(port, token);
    } finally {
      for (Process loop : loops) {
        loop.destroy();
        assertThat(loop.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** Microseconds which so many of a hundred do not exceed. */
  private static long at(long[] sorted, int percent) {
    return sorted[sorted.length * percent / 100] / 1000;
  }

  /** As the launcher starts it. */
  private Process serve(int port, Path fixture) throws IOException {
    return Packaged.run(
        folder.resolve("server.log"),
        "demo",
        "--listen",
        "127.0.0.1:" + port,
        "--fixture",
        fixture.toString());
  }

  /** One request a millisecond, on one connection; how long each took, in ascending order. */
  private static long[] measure(int port, String token) throws IOException {
    long[] times = new long[REQUESTS];
    try (Raw raw = new Raw(port)) {
      raw.socket.setTcpNoDelay(true);
      long due = System.nanoTime();
      for (int i = 0; i < REQUESTS; i++) {
        due += 1_000_000;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        long begin = System.nanoTime();
        raw.say("HEAD /me HTTP/1.1", "Host: 127.0.0.1:" + port, "Authorization: Bearer " + token);
        assertThat(raw.head()).startsWith("HTTP/1.1 200");
        times[i] = System.nanoTime() - begin;
        due = Math.max(due, System.nanoTime()); // what was late is not caught up with in a burst
      }
    }
    Arrays.sort(times);
    return times;
  }
}
