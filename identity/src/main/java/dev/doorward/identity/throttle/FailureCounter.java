package dev.doorward.identity.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts failures by key in a sliding window. Bounded: the key longest untouched goes first. */
final class FailureCounter {
  private static final int MOST_KEYS = 200_000;

  /** In all, 16 MB of them. */
  private static final int MOST_TIMES = 2_000_000;

  private final LinkedHashMap<String, Times> failures = new LinkedHashMap<>(64, 0.75f, true);
  private int room;

  /** How long to wait before another attempt; empty when one may be made now. */
  synchronized Optional<Duration> wait(String key, Rate rate, Instant now) {
    Times times = failures.get(key);
    if (times == null) {
      return Optional.empty();
    }
    long millis = now.toEpochMilli();
    long edge = millis - rate.window().toMillis();
    times.notAfter(millis);
    times.dropUntil(edge);
    if (times.isEmpty()) {
      clear(key);
      return Optional.empty();
    }
    return times.size() < rate.count()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(times.oldest() - edge));
  }

  /**
   * @param rate by which it is asked for: more are not kept
   */
  synchronized void count(String key, Rate rate, Instant now) {
    long millis = now.toEpochMilli();
    Times times = failures.computeIfAbsent(key, _ -> new Times());
    int before = times.isEmpty() ? 0 : times.room();
    times.notAfter(millis);
    times.add(millis, rate.count(), rate.window().toMillis());
    room += times.room() - before;
    makeRoom(millis);
  }

  synchronized void clear(String key) {
    Times gone = failures.remove(key);
    if (gone != null) {
      room -= gone.room();
    }
  }

  /** Of the keys longest untouched, those go whose failures are over, and what is too much. */
  private void makeRoom(long now) {
    Map.Entry<String, Times> eldest = failures.firstEntry();
    while (eldest != null
        && (failures.size() > MOST_KEYS || room > MOST_TIMES || eldest.getValue().isOver(now))) {
      clear(eldest.getKey());
      eldest = failures.firstEntry();
    }
  }
}
