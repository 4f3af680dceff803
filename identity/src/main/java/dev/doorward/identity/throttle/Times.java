package dev.doorward.identity.throttle;

import java.util.Arrays;

/** The newest moments of one key, in ms since 1970, in a ring which grows as it is needed. */
final class Times {
  private static final int FIRST_ROOM = 4;

  private long[] ring = new long[FIRST_ROOM];
  private int first;
  private int size;
  private long until;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** For how many there is room. */
  int room() {
    return ring.length;
  }

  /** The oldest one; only where there is one. */
  long oldest() {
    return ring[first];
  }

  /** Whether all of them are over by then. */
  boolean isOver(long now) {
    return until <= now;
  }

  /**
   * @param most more are not kept: the oldest goes
   * @param window for how long it counts, in ms
   */
  void add(long time, int most, long window) {
    while (size > 0 && size >= most) {
      dropOldest();
    }
    until = time + window;
    if (size == ring.length) {
      long[] wider = new long[Math.min(2 * size, most)];
      for (int i = 0; i < size; i++) {
        wider[i] = ring[at(i)];
      }
      ring = wider;
      first = 0;
    }
    ring[at(size++)] = time;
  }

  /** Drops those until that moment. */
  void dropUntil(long edge) {
    while (size > 0 && oldest() <= edge) {
      dropOldest();
    }
  }

  /** A clock that was put back must not make anybody wait for longer than the window. */
  void notAfter(long now) {
    long ahead = size == 0 ? 0 : ring[at(size - 1)] - now;
    if (ahead > 0) {
      Arrays.setAll(ring, i -> ring[i] - ahead);
      until -= ahead;
    }
  }

  private void dropOldest() {
    first = at(1);
    size--;
  }

  private int at(int index) {
    return (first + index) % ring.length;
  }
}
