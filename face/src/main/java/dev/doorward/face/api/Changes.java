package dev.doorward.face.api;

import dev.doorward.identity.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * What changed lately, for verifiers which remember what they were told. Whoever was away for
 * longer than it goes back, or knew another process, is told that he missed some.
 */
public final class Changes {
  private static final int KEPT = 10_000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private String epoch = UUID.randomUUID().toString();
  private long last;

  /** A change, by its number in this epoch. */
  record Entry(long number, Store.Change change) {}

  /**
   * What a verifier is told.
   *
   * @param missed whether changes are lost to it, so that it must forget all it remembers
   */
  record Page(String epoch, long last, boolean missed, List<Store.Change> changes) {}

  /**
   * How far it was told of changes. Whoever listens to the store from before has heeded them by
   * then, so that what is found out later is no older than this.
   */
  record Position(String epoch, long last) {}

  /** Follows a store; made after everything whose memory heeds the same changes. */
  public static Changes of(Store store) {
    Changes changes = new Changes();
    store.onChange(changes::add);
    return changes;
  }

  private synchronized void add(Store.News news) {
    switch (news) {
      case Store.Change change -> {
        entries.addLast(new Entry(++last, change));
        if (entries.size() > KEPT) {
          entries.removeFirst();
        }
      }
      case Store.Missed _ -> {
        epoch = UUID.randomUUID().toString();
        entries.clear();
      }
    }
    notifyAll();
  }

  /** How far it was told. */
  synchronized Position position() {
    return new Position(epoch, last);
  }

  /**
   * What came after that number. Blocks until there is some, for a while.
   *
   * @param known the epoch in which the number was told
   */
  synchronized Page after(String known, long number, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (known.equals(epoch) && number == last) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    long oldest = entries.isEmpty() ? last + 1 : entries.getFirst().number();
    boolean missed = !known.equals(epoch) || number > last || number + 1 < oldest;
    return new Page(
        epoch,
        last,
        missed,
        missed
            ? List.of()
            : entries.stream()
                .filter(entry -> entry.number() > number)
                .map(Entry::change)
                .toList());
  }
}
