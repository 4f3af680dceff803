package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * How long requests of somebody who is signed in take, one a millisecond on one connection. A
 * process of its own, so that it can be given a class of the scheduler that nothing of the server
 * disturbs.
 */
final class Meter {
  private static final int WARM = 20_000;
  private static final int REQUESTS = 5000;

  private Meter() {}

  /**
   * Measures once for each line of standard input, and prints the 50th and the 99th percentile in
   * microseconds.
   *
   * @param args the port, and the token
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    measure(port, args[1], WARM, 200_000);
    System.out.println("warm");
    while (System.in.read() == '\n') {
      long[] times = measure(port, args[1], REQUESTS, 1_000_000);
      System.out.println(at(times, 50) + " " + at(times, 99));
    }
  }

  /** Microseconds which so many of a hundred do not exceed. */
  private static long at(long[] sorted, int percent) {
    return sorted[sorted.length * percent / 100] / 1000;
  }

  /** In ascending order. */
  private static long[] measure(int port, String token, int requests, long gap) throws Exception {
    long[] times = new long[requests];
    try (Raw raw = new Raw(port)) {
      raw.socket.setTcpNoDelay(true);
      long due = System.nanoTime();
      for (int i = 0; i < requests; i++) {
        due += gap;
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
