package dev.doorward.identity.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts failures by key in a sliding window. Bounded: the key longest untouched goes first. */
final class FailureCounter {
  private static final int MOST_KEYS = 200_000;

  private final LinkedHashMap<String, Deque<Instant>> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > MOST_KEYS;
        }
      };

  /** How long to wait before another attempt; empty when one may be made now. */
  synchronized Optional<Duration> wait(String key, Rate rate, Instant now) {
    Deque<Instant> times = failures.get(key);
    if (times == null) {
      return Optional.empty();
    }
    notAfter(times, now);
    Instant edge = now.minus(rate.window());
    while (!times.isEmpty() && !times.peekFirst().isAfter(edge)) {
      times.removeFirst();
    }
    if (times.isEmpty()) {
      failures.remove(key);
      return Optional.empty();
    }
    return times.size() < rate.count()
        ? Optional.empty()
        : Optional.of(Duration.between(edge, times.getFirst()));
  }

  /** A clock that was put back must not make anybody wait for longer than the window. */
  private static void notAfter(Deque<Instant> times, Instant now) {
    Instant last = times.peekLast();
    if (last != null && last.isAfter(now)) {
      Duration ahead = Duration.between(now, last);
      for (int i = times.size(); i > 0; i--) {
        times.addLast(times.removeFirst().minus(ahead));
      }
    }
  }

  synchronized void count(String key, Instant now) {
    Deque<Instant> times = failures.computeIfAbsent(key, _ -> new ArrayDeque<>(4));
    notAfter(times, now);
    times.addLast(now);
  }

  synchronized void clear(String key) {
    failures.remove(key);
  }
}
