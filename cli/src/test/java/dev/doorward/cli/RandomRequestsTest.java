package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random requests at the door, some of them over HTTP/2, and at a check face, and what a second,
 * naive reading of the contract says of each. {@code -Dseed=} repeats a run, {@code -Drequest=} one
 * request of it; {@code -Drequests=} says how many the heavy run makes, {@code -Daskers=} how many
 * houses with a door it makes them at. Nothing is kept of a request once it is judged.
 */
class RandomRequestsTest {
  private static final int TOLD_EVERY = 50_000;

  @TempDir Path folder;

  @Test
  void doorAndCheckDecideTwentyThousandRequestsAsTheContractReads() throws Exception {
    run(20_000, 1);
  }

  @Test
  @Tag("heavy")
  void doorAndCheckDecideAMillionRequestsAsTheContractReads() throws Exception {
    run(Integer.getInteger("requests", 1_000_000), Integer.getInteger("askers", 3));
  }

  private void run(int requests, int askers) throws Exception {
    long seed = Seed.of(RandomRequestsTest.class);
    int only = Integer.getInteger("request", -1);
    long begun = System.nanoTime();
    AtomicInteger next = new AtomicInteger(Math.max(only, 0));
    int end = only < 0 ? requests : only + 1;
    Map<String, Integer> met = new TreeMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(askers)) {
      List<Future<RandomAsker>> all = new ArrayList<>();
      for (int i = 0; i < askers; i++) {
        Path own = Files.createDirectory(folder.resolve("house" + i));
        all.add(threads.submit(() -> ask(own, seed, next, end, begun)));
      }
      for (Future<RandomAsker> each : all) {
        RandomAsker done = each.get();
        done.met.forEach((what, times) -> met.merge(what, times, Integer::sum));
        assertThat(done.drops()).as("connections dropped").isZero();
      }
    }
    tell(only < 0 ? requests : 1, begun);
    System.out.println(met);
    if (only < 0) {
      assertThat(met.keySet())
          .as("the grammar reaches every kind of end")
          .contains("door Through 200", "check Through 200", "door Own", "door Refused 303")
          .contains("door Courtesy 204", "check Courtesy 204", "door Refused 400", "over HTTP/2")
          .contains(
              "door Refused 401", "door Refused 403", "door Refused 404", "check Refused 401");
    }
  }

  /** Takes one number after the other until there are no more, or another one has failed. */
  private static RandomAsker ask(Path folder, long seed, AtomicInteger next, int end, long begun)
      throws Exception {
    try (RandomAsker asker = new RandomAsker(folder)) {
      for (int number = next.getAndIncrement(); number < end; number = next.getAndIncrement()) {
        asker.ask(seed, number);
        if ((number + 1) % TOLD_EVERY == 0) {
          tell(number + 1, begun);
        }
      }
      return asker;
    } catch (Exception | AssertionError e) {
      next.set(end);
      throw e;
    }
  }

  private static void tell(int requests, long begun) {
    System.out.printf(
        Locale.ROOT,
        "%d requests in %d s, none judged otherwise%n",
        requests,
        (System.nanoTime() - begun) / 1_000_000_000);
  }
}
