package dev.doorward.cli;

import static dev.doorward.cli.Cli.doorward;
import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.audit.Entry;
import dev.doorward.contract.fixture.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged stands in the audit log, however a server ends. */
class AuditKillTest {
  @TempDir Path folder;

  @Test
  void everySignInThatWasAnsweredHasItsLine() throws Exception {
    int port = FreePort.next();
    Cli.Said made =
        doorward(
            "a fine long password\n",
            "init",
            folder.toString(),
            "--admin",
            "root",
            "--password-stdin",
            "--listen",
            "127.0.0.1:" + port);
    assertThat(made.exit()).as(made.err()).isZero();
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "serve",
                "-c",
                folder.resolve("doorward.yaml").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    try {
      for (int i = 0; i < 200 && !isOpen(port); i++) {
        Thread.sleep(100);
      }
      Thread killer =
          Thread.startVirtualThread(() -> {
            try {
              while (acknowledged.size() < 10) {
                Thread.sleep(5);
              }
              Thread.sleep(30);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            server.destroyForcibly();
          });
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (server.isAlive()) {
        assertThat(System.nanoTime())
            .as("ten sign-ins within a minute, not %s", acknowledged.size())
            .isLessThan(deadline);
        try {
          String answer = AuditTest.login(port, "root", "a fine long password");
          if (answer.startsWith("HTTP/1.1 200 ")) {
            acknowledged.add(OpenStreamTest.field(answer, "X-Request-Id").orElseThrow());
          }
        } catch (java.io.IOException e) {
          // Killed in the middle of it, so it was not acknowledged.
        }
      }
      killer.join();
    } finally {
      server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    System.out.println(acknowledged.size() + " sign-ins were answered before the kill");
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(10);
    List<Entry> log = AuditTest.entries(folder.resolve("audit.jsonl"));
    assertThat(
            log.stream()
                .filter(entry -> entry.text("event").equals(Optional.of("sign-in")))
                .map(entry -> entry.text("request").orElse(""))
                .collect(Collectors.toSet()))
        .containsAll(acknowledged);
    assertThat(Files.readString(folder.resolve("server.log"))).contains("serving http://");
  }

  private static boolean isOpen(int port) {
    try (Raw raw = new Raw(port)) {
      return raw.socket.isConnected();
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
