package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not be told: in logs, in files, or by time. */
class QuietTest {
  @TempDir Path folder;

  @Test
  void c258_noSecretOfTheSuiteStandsInTheLogOrInTheStore() throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream old = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    List<String> secrets = new ArrayList<>();
    try (House house = House.of(folder, Fixture.DEFAULT);
        Target target = Target.of(house.url, house.fixture)) {
      secrets.addAll(house.fixture.tokens().values());
      house.fixture.users().values().forEach(user -> user.password().ifPresent(secrets::add));
      house.fixture.users().values().forEach(user -> user.session().ifPresent(secrets::add));
      List<Result> results = target.runner().app(house.app).run(Filter.only("G3,G4,G7,G9"));
      assertThat(results.stream().filter(Result::passed).count()).isGreaterThan(50);
      house.server.reload();
    } finally {
      System.setErr(old);
    }
    assertThat(secrets).hasSizeGreaterThan(30);
    String logged = log.toString(StandardCharsets.UTF_8);
    assertThat(logged).contains("configuration loaded");
    for (String secret : secrets) {
      assertThat(logged.contains(secret)).as("a secret in the log").isFalse();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          assertThat(bytes.contains(secret)).as("a secret in %s", file.getFileName()).isFalse();
        }
      }
    }
  }

  @Test
  void c117_timeDoesNotTellWhetherAHiddenItemExists() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      String bearer = "Authorization: Bearer " + house.token("T_ok");
      assertAlike(
          times(house, "GET /secret/42 HTTP/1.1", bearer, "404"),
          times(house, "GET /secret/43 HTTP/1.1", bearer, "404"));
      assertThat(house.app.count()).as("the application was not asked").isZero();
    }
  }

  @Test
  void c259_timeDoesNotTellHowNearAnOpaqueTokenIs() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      String good = house.token("T_opaque");
      char last = good.charAt(good.length() - 1);
      String near = good.substring(0, good.length() - 1) + (last == 'A' ? 'B' : 'A');
      String far = "dw_pat_" + "z".repeat(43);
      assertAlike(
          times(house, "GET /bearer-only HTTP/1.1", "Authorization: Bearer " + near, "401"),
          times(house, "GET /bearer-only HTTP/1.1", "Authorization: Bearer " + far, "401"));
    }
  }

  /** The medians differ by less than the samples of one kind do among themselves. */
  private static void assertAlike(long[] a, long[] b) {
    double medians = Math.abs(a[a.length / 2] - b[b.length / 2]);
    double noise = Math.max(spread(a), spread(b));
    assertThat(medians)
        .as("medians %d and %d ns", a[a.length / 2], b[b.length / 2])
        .isLessThan(noise);
  }

  private static double spread(long[] sorted) {
    return sorted[sorted.length * 9 / 10] - sorted[sorted.length / 10];
  }

  /** From the office, where no throttle counts. */
  private static long[] times(House house, String line, String credential, String status)
      throws IOException {
    int port = house.url.getPort();
    long[] times = new long[200];
    for (int i = -50; i < times.length; i++) {
      try (Raw raw = new Raw(port, "127.0.0.5")) {
        long begin = System.nanoTime();
        raw.say(line, "Host: 127.0.0.1:" + port, credential);
        String head = raw.head();
        long took = System.nanoTime() - begin;
        assertThat(head).startsWith("HTTP/1.1 " + status);
        if (i >= 0) {
          times[i] = took;
        }
      }
    }
    Arrays.sort(times);
    return times;
  }
}
