package dev.doorward.identity.store;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A bounded memory of what the store said. What was asked for before a change and comes back after
 * it is not kept, so that nothing revoked is remembered as good.
 */
public final class Memory<K, V> {
  private final ConcurrentMap<K, V> values = new ConcurrentHashMap<>();
  private final AtomicLong epoch = new AtomicLong();
  private final int most;

  /** Holds so many values at most. */
  public Memory(int most) {
    this.most = most;
  }

  /** What is remembered. */
  public Optional<V> recall(K key) {
    return Optional.ofNullable(values.get(key));
  }

  /** What is remembered, or else what the store says. */
  public Optional<V> get(K key, Supplier<Optional<V>> store) {
    return get(key, store, _ -> true);
  }

  /**
   * What is remembered, or else what the store says.
   *
   * @param lasting whether that may be remembered; asked while nothing can be forgotten, so that
   *     what is about to be forgotten still will be
   */
  public Optional<V> get(K key, Supplier<Optional<V>> store, Predicate<V> lasting) {
    V known = values.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    long before = epoch.get();
    Optional<V> found = store.get();
    if (found.isPresent()) {
      keep(key, found.get(), before, lasting);
      V winner = values.get(key);
      return winner == null ? found : Optional.of(winner);
    }
    return found;
  }

  /** Forgets every value of that kind. */
  public synchronized void forgetIf(Predicate<V> which) {
    epoch.incrementAndGet();
    values.values().removeIf(which);
  }

  /** Forgets everything. */
  public void forgetAll() {
    forgetIf(_ -> true);
  }

  /** Forgets one. */
  public synchronized void forget(K key) {
    epoch.incrementAndGet();
    values.remove(key);
  }

  private synchronized void keep(K key, V value, long asked, Predicate<V> lasting) {
    if (epoch.get() != asked || !lasting.test(value)) {
      return;
    }
    if (values.size() >= most) {
      Iterator<K> some = values.keySet().iterator();
      for (int i = 0; i < most / 8 + 1 && some.hasNext(); i++) {
        some.next();
        some.remove();
      }
    }
    values.putIfAbsent(key, value);
  }
}
