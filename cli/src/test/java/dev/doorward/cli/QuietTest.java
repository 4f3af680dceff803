package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Runner;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.wire.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    String metrics;
    try (House house = House.of(folder, Fixture.DEFAULT);
        Target target = Target.of(house.url, house.fixture)) {
      secrets.addAll(house.fixture.tokens().values());
      house.fixture.users().values().forEach(user -> user.password().ifPresent(secrets::add));
      house.fixture.users().values().forEach(user -> user.session().ifPresent(secrets::add));
      Recording recording = new Recording(target.exchanger());
      List<Result> results =
          Runner.of(recording, house.fixture, house.url.getPort())
              .app(house.app)
              .run(Filter.only("G3,G4,G7,G9,G19"));
      secrets.addAll(handedOut(recording.answers));
      secrets.addAll(pairs(house.fixture));
      metrics = AdminTest.get(house.admin.resolve("/metrics")).body();
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
      assertThat(metrics.contains(secret)).as("a secret in the metrics").isFalse();
    }
    assertThat(metrics).contains("doorward_decisions_total");
    assertThat(folder.resolve("audit.jsonl")).content().contains("\"refused\"", "\"sign-in\"");
    assertThat(folder.resolve("access.log")).content().contains("\"allow\"");
    String key = Files.readString(folder.resolve("doorward.key"), StandardCharsets.ISO_8859_1);
    for (String name : new String[] {"audit.jsonl", "access.log"}) {
      assertThat(Files.readString(folder.resolve(name))).doesNotContain(key.strip(), "ticket=");
    }
    assertThat(logged).doesNotContain(key.strip());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          assertThat(bytes.contains(secret)).as("a secret in %s", file.getFileName()).isFalse();
        }
      }
    }
  }

  /** Every cookie that was set, and every ticket. */
  private static List<String> handedOut(List<Answer> answers) {
    List<String> secrets = new ArrayList<>();
    for (Answer answer : answers) {
      for (String cookie : answer.values("Set-Cookie")) {
        Matcher value = Pattern.compile("^[^=]+=([A-Za-z0-9_-]{43})(;|$)").matcher(cookie);
        if (value.find()) {
          secrets.add(value.group(1));
        }
      }
      Matcher ticket =
          Pattern.compile("[?&]ticket=([A-Za-z0-9_-]{20,})")
              .matcher(answer.first("Location").orElse(""));
      if (ticket.find()) {
        secrets.add(ticket.group(1));
      }
    }
    assertThat(secrets).hasSizeGreaterThan(20);
    return secrets;
  }

  private static List<String> pairs(FixtureFile fixture) {
    List<String> pairs = new ArrayList<>();
    fixture
        .users()
        .forEach((name, user) ->
            user.password()
                .ifPresent(password ->
                    pairs.add(
                        Base64.getEncoder()
                            .encodeToString(
                                (name + ":" + password).getBytes(StandardCharsets.UTF_8)))));
    return pairs;
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
