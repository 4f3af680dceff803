package dev.doorward.server.metrics;

import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.Work;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store whose operations are timed, waiting for its threads included. */
final class TimedStore implements Store {
  private final Store store;
  private final Timer reads;
  private final Timer writes;

  TimedStore(Store store, MeterRegistry registry) {
    this.store = store;
    this.reads = timer(registry, "read");
    this.writes = timer(registry, "write");
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    long begun = System.nanoTime();
    try {
      return store.write(work);
    } finally {
      writes.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    long begun = System.nanoTime();
    try {
      return store.read(work);
    } finally {
      reads.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void writeLater(Work<?> work) {
    store.writeLater(work);
  }

  @Override
  public void onChange(Consumer<News> listener) {
    store.onChange(listener);
  }

  @Override
  public boolean isCurrent() {
    return store.isCurrent();
  }

  @Override
  public Duration behind() {
    return store.behind();
  }

  @Override
  public void sweep() {
    store.sweep();
  }

  @Override
  public void close() {
    store.close();
  }

  private static Timer timer(MeterRegistry registry, String op) {
    return Timer.builder("doorward.store")
        .description("Operations of the store, waiting for it included")
        .tag("op", op)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1))
        .register(registry);
  }
}
