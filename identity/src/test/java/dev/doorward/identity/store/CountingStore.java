package dev.doorward.identity.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Another store, counting how often it is read. */
public final class CountingStore implements Store {
  private final Store store;
  private final AtomicInteger reads;

  public CountingStore(Store store, AtomicInteger reads) {
    this.store = store;
    this.reads = reads;
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return store.write(work);
  }

  @Override
  public void writeLater(Work<?> work) {
    store.writeLater(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    reads.incrementAndGet();
    return store.read(work);
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
}
