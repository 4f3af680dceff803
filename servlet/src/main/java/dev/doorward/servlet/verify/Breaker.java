package dev.doorward.servlet.verify;

import java.time.Duration;

/**
 * Spares those who come after a question without an answer the wait for theirs: for a while nobody
 * asks, then one does, and what comes of it holds for all.
 */
final class Breaker {
  static final Duration PAUSE = Duration.ofMillis(500);

  private boolean broken;
  private boolean trying;
  private long brokenAt;

  /** Whether to ask. Whoever does ends with {@link #answered}, {@link #silent} or {@link #left}. */
  synchronized boolean enter() {
    if (!broken) {
      return true;
    }
    if (trying || System.nanoTime() - brokenAt < PAUSE.toNanos()) {
      return false;
    }
    trying = true;
    return true;
  }

  /** There was an answer, whichever. */
  synchronized void answered() {
    broken = false;
    trying = false;
  }

  /** There was none. */
  synchronized void silent() {
    broken = true;
    trying = false;
    brokenAt = System.nanoTime();
  }

  /** It was not asked after all. */
  synchronized void left() {
    trying = false;
  }
}
