package dev.doorward.identity.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for what is not so at once. A node on PostgreSQL follows its own changes too, so that what
 * it has just remembered of them it may forget once more.
 */
public final class Soon {
  private Soon() {}

  /** Asks until it holds; fails after half a minute. */
  public static void holds(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }
}
