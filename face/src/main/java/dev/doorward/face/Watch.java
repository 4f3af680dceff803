package dev.doorward.face;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has work done that comes around: once a second, until it is closed. */
public final class Watch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Runnable round;
  private final Thread thread;
  private volatile boolean open = true;

  /** Begins; what a round throws is logged, and the next one comes all the same. */
  public Watch(Runnable round) {
    this.round = round;
    this.thread = Thread.ofPlatform().name("doorward-watch").daemon().start(this::look);
  }

  /** Ends it; a round under way is waited for, for a while. */
  @Override
  public void close() {
    open = false;
    thread.interrupt();
    if (Thread.currentThread() != thread) {
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void look() {
    while (open) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        continue;
      }
      try {
        round.run();
      } catch (RuntimeException e) {
        LOG.error("looking after the files failed, and goes on", e);
      }
    }
  }
}
