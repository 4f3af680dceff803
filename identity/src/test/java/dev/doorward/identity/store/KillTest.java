package dev.doorward.identity.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was acknowledged is lost by {@code kill -9}, and nothing is there by half. */
class KillTest {
  @TempDir private Path folder;

  @Test
  void whatWasAcknowledgedOutlivesFiveKills() throws Exception {
    rounds(5, 300);
  }

  @Test
  @Tag("heavy")
  void whatWasAcknowledgedOutlivesFortyKills() throws Exception {
    rounds(40, 500);
  }

  private void rounds(int rounds, int least) throws Exception {
    Path file = folder.resolve("doorward.db");
    Set<String> acknowledged = new HashSet<>();
    for (int round = 0; round < rounds; round++) {
      acknowledged.addAll(writeAndKill(file, round, least + 37 * round));
      try (JdbcStore store = JdbcStore.open(Sqlite.at(file), 1)) {
        Set<String> accounts = ids(store, "select id from account");
        assertThat(accounts).containsAll(acknowledged);
        assertThat(ids(store, "select account from account_role")).isEqualTo(accounts);
        assertThat(ids(store, "select id from change")).isEqualTo(accounts);
      }
    }
    System.out.println(rounds + " kills, " + acknowledged.size() + " writes kept");
  }

  private List<String> writeAndKill(Path file, int round, int after) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KillTest.class.getName(),
                file.toString(),
                "r" + round)
            .redirectError(Files.createTempFile(folder, "child", ".log").toFile())
            .start();
    List<String> printed = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(".")) { // a whole line
          printed.add(line.substring(0, line.length() - 1));
        }
        if (printed.size() == after) {
          process.toHandle().destroyForcibly(); // which leaves us what it printed
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(printed).hasSizeGreaterThanOrEqualTo(after);
    return printed;
  }

  private static Set<String> ids(JdbcStore store, String sql) {
    List<String> ids = store.read(rows -> rows.all(sql, row -> row.getString(1)));
    return new HashSet<>(ids);
  }

  /** The process to be killed: writes on eight threads, and prints what was acknowledged. */
  public static void main(String[] args) {
    JdbcStore store = JdbcStore.open(Sqlite.at(Path.of(args[0])), 1);
    for (int t = 0; t < 8; t++) {
      int thread = t;
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; ; i++) {
              String id = args[1] + "-" + thread + "-" + i;
              store.write(rows -> {
                rows.update(
                    "insert into account(id, name, state, must_change, created)"
                        + " values (?, ?, 'ACTIVE', 0, 1)",
                    id,
                    id);
                rows.update("insert into account_role(account, role) values (?, 'user')", id);
                rows.changed(Kind.USER, id);
                return null;
              });
              synchronized (System.out) {
                System.out.println(id + ".");
                System.out.flush();
              }
            }
          });
    }
  }
}
