package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a flood of sign-ins does to people who are signed in: server, flood and meter are processes
 * of their own. The meter is of a real-time class where root runs this, and the flood of the idle
 * one, as if clients had machines of their own. Prints the figures, and beside them what loops do
 * which sign nobody in. It holds none of them, since a machine's load is not the server's fault.
 */
@Tag("heavy")
class SignInFloodTest {
  /** Of sign-ins, until the JVM has compiled most of what they need. */
  private static final Duration WARM = Duration.ofSeconds(120);

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
      Asked flood = flood(port, password);
      Thread.sleep(WARM);
      flood.end();
      Asked meter =
          new Asked(
              Packaged.java(realTime(), List.of(), Meter.class, "" + port, token)
                  .redirectError(folder.resolve("meter.log").toFile())
                  .start());
      assertThat(meter.line()).isEqualTo("warm");
      for (int round = 1; round <= 5; round++) {
        Percentiles quiet = meter.measure();
        Percentiles besideLoops = besideLoops(meter);
        flood = flood(port, password);
        Percentiles flooded = meter.measure();
        int signedIn = Integer.parseInt(flood.end());
        System.out.printf(
            "round %d: p50 %d → %d us, p99 %d → %d us, ratio of p99 %.2f; %d signed in;"
                + " beside idle loops alone p99 %d us, ratio %.2f%n",
            round,
            quiet.p50,
            flooded.p50,
            quiet.p99,
            flooded.p99,
            (double) flooded.p99 / quiet.p99,
            signedIn,
            besideLoops.p99,
            (double) besideLoops.p99 / quiet.p99);
        assertThat(signedIn).isPositive();
      }
      meter.end();
    } finally {
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** In microseconds. */
  private record Percentiles(long p50, long p99) {}

  /** A process that answers in lines, until its standard input ends. */
  private record Asked(Process process, BufferedReader answers) {
    Asked(Process process) {
      this(process, process.inputReader(StandardCharsets.UTF_8));
    }

    String line() throws IOException {
      return String.valueOf(answers.readLine());
    }

    Percentiles measure() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      String[] both = line().split(" ");
      return new Percentiles(Long.parseLong(both[0]), Long.parseLong(both[1]));
    }

    /** The last thing it says. */
    String end() throws Exception {
      process.getOutputStream().close();
      String said = line();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return said;
    }
  }

  private Asked flood(int port, String password) throws IOException {
    Asked flood =
        new Asked(
            Packaged.java(
                    List.of("chrt", "--idle", "0"), List.of(), Flood.class, "" + port, password)
                .redirectError(folder.resolve("flood.log").toFile())
                .start());
    assertThat(flood.line()).isEqualTo("flooding");
    return flood;
  }

  /** Where this may give it, as root may. */
  private static List<String> realTime() throws Exception {
    boolean may =
        new ProcessBuilder("chrt", "--rr", "1", "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
    return may ? List.of("chrt", "--rr", "1") : List.of();
  }

  /** Beside work for each processor which the kernel puts aside for any other. */
  private static Percentiles besideLoops(Asked meter) throws Exception {
    List<Process> loops = new ArrayList<>();
    try {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        loops.add(
            new ProcessBuilder(
                    "chrt", "--idle", "0", "timeout", "120", "sh", "-c", "while :; do :; done")
                .start());
      }
      return meter.measure();
    } finally {
      for (Process loop : loops) {
        loop.destroy();
        assertThat(loop.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
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
}
