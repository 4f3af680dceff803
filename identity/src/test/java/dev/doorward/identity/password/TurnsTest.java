package dev.doorward.identity.password;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.doorward.identity.store.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As Linux itself tells it, in /proc. */
class TurnsTest {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final int NORMAL = 0;
  private static final int IDLE = 5;

  @BeforeEach
  void onLinux() {
    assumeThat(Files.isDirectory(TASKS)).as("this is Linux").isTrue();
  }

  @Test
  void eachProcessorIsAskedWhilePasswordsAreHashedAndNotAfterwards() throws Exception {
    int processors = Linux.processors().size();
    assertThat(processors).isPositive();
    Set<String> alone = Linux.processors().stream().map(String::valueOf).collect(toSet());
    List<Path> turns = new ArrayList<>();
    try (Passwords passwords = new Passwords(processors, 10)) {
      List<Path> others = threads("doorward-turns");
      List<Path> othersHashing = threads("doorward-passwo");
      passwords.hash("correct horse");
      turns.addAll(threads("doorward-turns"));
      turns.removeAll(others);
      assertThat(turns).hasSize(processors);
      Soon.holds(() -> places(turns).equals(alone)); // on a loaded machine not at once
      for (Path each : turns) {
        assertThat(policy(each)).isEqualTo(NORMAL);
      }
      List<Path> hashing = threads("doorward-passwo");
      hashing.removeAll(othersHashing);
      assertThat(hashing).isNotEmpty();
      for (Path each : hashing) {
        assertThat(policy(each)).isEqualTo(IDLE);
      }

      // 20 ms and more of hashing, in turns of 0.3 ms.
      long before = wakings(turns);
      passwords.hash("correct horse");
      assertThat(wakings(turns) - before).isGreaterThan(10);
      Thread.sleep(50);
      long after = wakings(turns);
      Thread.sleep(100);
      assertThat(wakings(turns)).isEqualTo(after);
    }
    Soon.holds(() -> turns.stream().noneMatch(Files::exists));
  }

  @Test
  void oneHashMayBeOnAnyOfFourProcessorsAndNobodyWakesOnMore() throws Exception {
    int processors = Linux.processors().size();
    List<Path> others = threads("doorward-turns");
    try (Passwords passwords = new Passwords(1, 10)) {
      passwords.hash("correct horse");
      List<Path> turns = threads("doorward-turns");
      turns.removeAll(others);
      assertThat(turns).hasSize(processors <= 4 ? processors : 0);
    }
  }

  private static List<Path> threads(String name) throws IOException {
    List<Path> out = new ArrayList<>();
    try (var all = Files.newDirectoryStream(TASKS)) {
      for (Path each : all) {
        if (nameOf(each).startsWith(name)) {
          out.add(each);
        }
      }
    }
    return out;
  }

  /** Empty where it has ended meanwhile. */
  private static String nameOf(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException e) {
      return "";
    }
  }

  /** Where each may run; two on the same processor leave one out. */
  private static Set<String> places(List<Path> threads) {
    Set<String> out = new HashSet<>();
    for (Path each : threads) {
      try {
        out.add(status(each, "Cpus_allowed_list"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out;
  }

  private static long wakings(List<Path> threads) throws IOException {
    long all = 0;
    for (Path each : threads) {
      all += Long.parseLong(status(each, "voluntary_ctxt_switches"));
    }
    return all;
  }

  private static String status(Path thread, String name) throws IOException {
    return Files.readAllLines(thread.resolve("status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /** The 41st value of stat (proc_pid_stat(5)), counted from behind the name. */
  private static int policy(Path thread) throws IOException {
    String stat = Files.readString(thread.resolve("stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[38]);
  }
}
