package dev.doorward.identity.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what other nodes change, by polling; notices when it was away for too long to know. */
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration STALE = Duration.ofSeconds(1);

  private final Store store;
  private final Consumer<Store.News> listener;
  private final Thread thread;

  /** Behind until the first poll has told where to begin: what changes before that is not told. */
  private volatile long lastGood = System.nanoTime() - STALE.toNanos();

  private volatile boolean open = true;
  private long seen = -1;

  private record Row(long seq, Store.Change change) {}

  Feed(Store store, Consumer<Store.News> listener) {
    this.store = store;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("doorward-store-feed").daemon().start(this::follow);
  }

  boolean isCurrent() {
    return behind().compareTo(STALE) < 0;
  }

  /** How long ago everything that was changed by then had been told. */
  Duration behind() {
    return Duration.ofNanos(System.nanoTime() - lastGood);
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }

  private void follow() {
    while (open) {
      try {
        long asked = System.nanoTime();
        poll();
        lastGood = asked;
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) { // an Error too: without this thread memory is never trusted again
        if (!open) {
          return;
        }
        LOG.warn("cannot follow the store's changes: {}", e.toString());
        try {
          Thread.sleep(PAUSE.multipliedBy(4));
        } catch (InterruptedException stop) {
          return;
        }
      }
    }
  }

  private void poll() {
    if (seen < 0) {
      long newest = store.read(Feed::newest);
      listener.accept(Store.Missed.MISSED); // what was read before may have changed since
      seen = newest;
      return;
    }
    // What was seen last comes along. Where it does not, it was swept away after a long absence, or
    // this is another database than before: a standby which had not heard of it, or a backup.
    List<Row> rows = store.read(this::sinceSeen);
    boolean lost = rows.isEmpty() ? seen > 0 : rows.getFirst().seq() > Math.max(seen, 1);
    if (lost) {
      long newest = rows.isEmpty() ? store.read(Feed::newest) : rows.getLast().seq();
      listener.accept(Store.Missed.MISSED);
      seen = newest;
      return;
    }
    for (Row row : rows) {
      if (row.seq() > seen) {
        listener.accept(row.change());
        seen = row.seq();
      }
    }
  }

  private List<Row> sinceSeen(Rows rows) throws SQLException {
    return rows.all(
        "select seq, kind, id from change where seq >= ? order by seq",
        row ->
            new Row(
                row.getLong(1), new Store.Change(Kind.valueOf(row.getString(2)), row.getString(3))),
        seen);
  }

  private static long newest(Rows rows) throws SQLException {
    return rows.first("select coalesce(max(seq), 0) from change", row -> row.getLong(1)).orElse(0L);
  }
}
