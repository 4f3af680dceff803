package dev.doorward.server.wire;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Warns at most once in ten seconds of what may be so with every request. */
public final class Seldom {
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final AtomicLong next = new AtomicLong(System.nanoTime());

  /** As {@link Logger#warn(String, Object...)}, or nothing. */
  public void warn(Logger log, String message, Object... values) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
      log.warn(message, values);
    }
  }
}
