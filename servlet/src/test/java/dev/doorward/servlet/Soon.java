package dev.doorward.servlet;

import java.time.Duration;

/** Waits for what another thread does. */
final class Soon {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  interface Check {
    void run() throws Exception;
  }

  private Soon() {}

  static void holds(Check check) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError | java.io.IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }
}
