package dev.doorward.identity.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store on JDBC. One writer thread takes all queued work into one transaction, each with a
 * savepoint of its own where there is more than one, and acknowledges after COMMIT; a few reader
 * threads have a connection each.
 */
public final class JdbcStore implements Store {
  private static final int SQLITE_READONLY = 8;
  private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);
  private static final int GROUP = 64;
  private static final int QUEUE = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A node that was away for longer than this forgets everything when it comes back. */
  static final Duration CHANGES_KEPT = Duration.ofHours(1);

  private final Database database;
  private final BlockingQueue<Job<?>> writes = new ArrayBlockingQueue<>(QUEUE);
  private final BlockingQueue<Job<?>> reads = new ArrayBlockingQueue<>(QUEUE);
  private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
  private final Thread writer;
  private final List<Thread> readers = new ArrayList<>();
  private final @Nullable Feed feed;
  private volatile boolean open = true;

  private static final class Job<T extends @Nullable Object> {
    private final Work<T> work;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable Runnable acknowledge;

    Job(Work<T> work) {
      this.work = work;
    }

    void run(Rows rows) throws SQLException {
      T result = work.on(rows);
      acknowledge = () -> done.complete(result);
    }

    void acknowledge() {
      if (acknowledge != null) {
        acknowledge.run();
      }
    }
  }

  /** Changes may have been made which memory was not told of. The writer's alone. */
  private boolean missed;

  private JdbcStore(Database database, int readers) {
    this.database = database;
    this.writer = start("doorward-store-writer", this::writeAll);
    for (int i = 0; i < readers; i++) {
      this.readers.add(start("doorward-store-reader-" + i, this::readAll));
    }
    this.feed = database.isShared() ? new Feed(this, this::tell) : null;
  }

  /**
   * Opens a store and brings its tables up to date.
   *
   * @throws StoreException when it cannot be opened; then the database is let go
   */
  public static JdbcStore open(Database database, int readers) {
    try {
      Migrations.run(database);
    } catch (StoreException e) {
      database.close();
      throw e;
    }
    return new JdbcStore(database, readers);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return await(writes, work);
  }

  @Override
  public void writeLater(Work<?> work) {
    if (!writes.offer(new Job<>(work))) {
      LOG.warn("the store's queue is full; a late write is dropped");
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return await(reads, work);
  }

  @Override
  public void onChange(Consumer<News> listener) {
    listeners.add(listener);
  }

  @Override
  public boolean isCurrent() {
    return feed == null || feed.isCurrent();
  }

  @Override
  public Duration behind() {
    return feed == null ? Duration.ZERO : feed.behind();
  }

  @Override
  public void sweep() {
    // The newest stays, so that a node which comes back sees that there was something.
    writeLater(rows ->
        rows.update(
            "delete from change where at < ? and seq < (select max(seq) from change)",
            Instant.now().minus(CHANGES_KEPT)));
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    if (feed != null) {
      feed.close();
    }
    // Woken, not interrupted: what is queued is still written.
    writeLater(_ -> null);
    readers.forEach(Thread::interrupt);
    join(writer);
    readers.forEach(JdbcStore::join);
    List<Job<?>> left = new ArrayList<>();
    writes.drainTo(left);
    reads.drainTo(left);
    fail(left, new StoreException("the store is closed", new IllegalStateException()));
    database.close();
  }

  /**
   * A listener that fails changes nothing about what is committed already. But what could not be
   * forgotten must not be trusted, so that this fails where changes were missed.
   */
  private void tell(News news) {
    boolean heeded = true;
    for (Consumer<News> listener : listeners) {
      try {
        listener.accept(news);
      } catch (Throwable e) {
        LOG.error("a change of the store was not heeded", e);
        heeded = false;
      }
    }
    if (!heeded && news instanceof Missed) {
      throw new IllegalStateException("missed changes were not heeded");
    }
  }

  private <T extends @Nullable Object> T await(BlockingQueue<Job<?>> queue, Work<T> work) {
    Job<T> job = new Job<>(work);
    if (!open || !queue.offer(job)) {
      throw new StoreException("the store is closed or too busy", new IllegalStateException());
    }
    try {
      return job.done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof RuntimeException mine && !(cause instanceof StoreException)) {
        throw mine;
      }
      String what = cause instanceof Error ? cause.toString() : cause.getMessage();
      throw new StoreException("the store failed: " + what, cause);
    } catch (TimeoutException e) {
      job.done.cancel(false); // what has not begun is not begun any more
      throw new StoreException("the store did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for the store", e);
    }
  }

  private static Thread start(String name, Runnable loop) {
    return Thread.ofPlatform().name(name).daemon().start(loop);
  }

  private static void join(Thread thread) {
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    Statements statements = null;
    List<Job<?>> group = new ArrayList<>();
    while (open || !writes.isEmpty()) {
      group.clear();
      try {
        Job<?> first = open ? writes.poll(1, TimeUnit.SECONDS) : writes.poll();
        if (first == null) {
          continue;
        }
        group.add(first);
        writes.drainTo(group, GROUP - 1);
      } catch (InterruptedException e) {
        continue;
      }
      try {
        catchUp();
        statements = connected(statements, false);
        commit(statements, group);
      } catch (Throwable e) { // an Error too: this thread is the only one that writes
        fail(group, e);
        statements = discard(statements);
      }
    }
    discard(statements);
  }

  /** Those of a connection that is open; of a new one where there is none. */
  private Statements connected(@Nullable Statements statements, boolean readOnly)
      throws SQLException {
    return statements == null || statements.connection().isClosed()
        ? new Statements(database.connect(readOnly))
        : statements;
  }

  /**
   * Commits. Where that fails it may be done all the same: sqlite-jdbc begins the next transaction
   * with it, which another program's lock prevents, and of PostgreSQL the answer can be lost. So
   * memory must not be trusted with what it was not told, before anybody hears that it failed.
   */
  private void conclude(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      missed = true;
      catchUp();
      throw e;
    }
  }

  private void catchUp() {
    if (missed) {
      tell(Missed.MISSED);
      missed = false;
    }
  }

  /**
   * Whether nothing can ever be written by this connection: SQLite opened its file while the disk
   * was read-only (SQLITE_READONLY), or PostgreSQL's node is a standby by now (25006). A new one
   * may do.
   */
  private static boolean cannotWrite(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException e
          && ((e.getErrorCode() & 0xff) == SQLITE_READONLY || "25006".equals(e.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  private void commit(Statements statements, List<Job<?>> group) throws SQLException {
    Connection connection = statements.connection();
    List<Job<?>> good = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    database.begin(connection);
    Rows rows = new Rows(statements, changes::add);
    boolean alone = group.size() == 1;
    for (Job<?> job : group) {
      if (job.done.isDone()) {
        continue;
      }
      int before = changes.size();
      @Nullable Savepoint savepoint = alone ? null : connection.setSavepoint();
      try {
        job.run(rows);
        if (savepoint != null) {
          connection.releaseSavepoint(savepoint);
        }
        good.add(job);
      } catch (Throwable e) {
        // First, so that what fails in the wake of it does not hide it.
        job.done.completeExceptionally(e);
        if (savepoint == null) {
          connection.rollback();
        } else {
          connection.rollback(savepoint);
        }
        changes.subList(before, changes.size()).clear();
        if (cannotWrite(e)) {
          throw new SQLException("this connection cannot write", e);
        }
      }
    }
    conclude(connection);
    changes.forEach(this::tell);
    good.forEach(Job::acknowledge);
  }

  private void readAll() {
    Statements statements = null;
    while (open) {
      Job<?> job;
      try {
        job = reads.poll(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        continue;
      }
      if (job == null || job.done.isDone()) {
        continue;
      }
      try {
        statements = connected(statements, true);
        job.run(new Rows(statements, _ -> {}));
        job.acknowledge();
      } catch (Throwable e) {
        fail(List.of(job), e);
        statements = discard(statements);
      }
    }
    discard(statements);
  }

  private static void fail(List<Job<?>> jobs, Throwable e) {
    jobs.forEach(job -> job.done.completeExceptionally(e));
  }

  private static @Nullable Statements discard(@Nullable Statements statements) {
    if (statements != null) {
      try {
        statements.connection().close();
      } catch (SQLException e) {
        LOG.debug("a broken connection did not close", e);
      }
    }
    return null;
  }
}
