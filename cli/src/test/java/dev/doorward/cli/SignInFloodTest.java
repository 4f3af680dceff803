package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a flood of sign-ins does to people who are signed in. Prints the figures; it holds none of
 * them, since a machine's load is not the server's fault.
 */
@Tag("heavy")
class SignInFloodTest {
  @TempDir Path folder;

  @Test
  void thoseWhoAreSignedInGoOnWhileAThousandSignIn() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      measure(port, house.token("T_ok"), 20_000); // warms up
      for (int round = 1; round <= 5; round++) {
        long[] quiet = measure(port, house.token("T_ok"), 6000);
        AtomicBoolean flooding = new AtomicBoolean(true);
        AtomicInteger signedIn = new AtomicInteger();
        List<Thread> flood = flood(house, flooding, signedIn);
        Thread.sleep(300);
        long[] flooded = measure(port, house.token("T_ok"), 6000);
        flooding.set(false);
        for (Thread thread : flood) {
          thread.join();
        }
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
            "round %d: p50 %d → %d us, p99 %d → %d us, ratio of p99 %.2f; %d signed in; heap %d MiB%n",
            round,
            quiet[quiet.length / 2] / 1000,
            flooded[flooded.length / 2] / 1000,
            quiet[quiet.length * 99 / 100] / 1000,
            flooded[flooded.length * 99 / 100] / 1000,
            (double) flooded[flooded.length * 99 / 100] / quiet[quiet.length * 99 / 100],
            signedIn.get(),
            used >> 20);
        assertThat(signedIn.get()).isPositive();
      }
    }
  }

  /** A thousand connections which ask to sign in again and again, most of them told to wait. */
  private static List<Thread> flood(House house, AtomicBoolean on, AtomicInteger signedIn) {
    String body = "{\"username\":\"alice\",\"password\":\"" + house.password("alice") + "\"}";
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            while (on.get()) {
              try (Raw raw = new Raw(house.url.getPort(), "127.0.0.5")) {
                raw.say(
                    "POST /.doorward/login HTTP/1.1",
                    "Host: 127.0.0.1:" + house.url.getPort(),
                    "Content-Type: application/json",
                    "Connection: close",
                    "Content-Length: " + body.length());
                raw.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                if (raw.rest().startsWith("HTTP/1.1 200")) {
                  signedIn.incrementAndGet();
                }
                Thread.sleep(1000); // whoever is told to wait does so, at least a little
              } catch (IOException e) {
                // Told by the count of those who got in.
              } catch (InterruptedException e) {
                return;
              }
            }
          }));
    }
    return threads;
  }

  private static long[] measure(int port, String token, int requests) throws IOException {
    long[] times = new long[requests];
    try (Raw raw = new Raw(port)) {
      for (int i = 0; i < requests; i++) {
        long begin = System.nanoTime();
        raw.say("HEAD /me HTTP/1.1", "Host: 127.0.0.1:" + port, "Authorization: Bearer " + token);
        assertThat(raw.head()).startsWith("HTTP/1.1 200");
        times[i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(times);
    return times;
  }
}
