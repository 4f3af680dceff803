package dev.doorward.client;

import java.time.Duration;

/**
 * How long one request may wait because it was told to.
 *
 * @param longest all its pauses together
 * @param repeats how often it is sent again after a pause
 */
record Patience(Duration longest, int repeats) {
  /** What is left after that pause, which must {@linkplain #allows be allowed}. */
  Patience after(Duration pause) {
    return new Patience(longest.minus(pause), repeats - 1);
  }

  boolean allows(Duration pause) {
    return repeats > 0 && pause.compareTo(longest) <= 0;
  }
}
