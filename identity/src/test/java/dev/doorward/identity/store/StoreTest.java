package dev.doorward.identity.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @Nested
  class OnSqlite extends Contract {
    @TempDir private Path folder;

    @Override
    protected Stores stores() throws Exception {
      return Stores.sqlite(folder);
    }

    @Test
    void aSecondTakerIsKeptOutWithASentenceThatHelps() {
      assertThatThrownBy(() -> these.open())
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith(
              "doorward.db is in use by another process (%d); stop it, or run the command beside its"
                      .formatted(ProcessHandle.current().pid())
                  + " doorward.yaml");
    }

    @Test
    void theFileIsItsOwnersAlone() throws Exception {
      Path fresh = folder.resolve("fresh.db");
      JdbcStore.open(Sqlite.at(fresh), 1).close();

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
          .isEqualTo("rw-------");
    }

    @Test
    void whatIsNoStoreIsRefusedAndLetGo() throws Exception {
      Path junk = Files.writeString(folder.resolve("junk.db"), "this is no database\n".repeat(100));

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> JdbcStore.open(Sqlite.at(junk), 1))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("cannot bring the store's tables up to date");
      }
      assertThatThrownBy(() -> Sqlite.at(folder.resolve("no/such/folder.db")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot open");
    }

    @Test
    void aFullDiskFailsTheWriteAndLeavesNothingHalfDone() {
      store.write(rows -> {
        long pages = rows.first("pragma page_count", row -> row.getLong(1)).orElseThrow();
        return rows.first("pragma max_page_count = " + (pages + 2), row -> row.getLong(1));
      });
      List<Store.News> told = new CopyOnWriteArrayList<>();
      store.onChange(told::add);

      assertThatThrownBy(() ->
              store.write(rows -> {
                rows.changed(Kind.USER, "half");
                for (int i = 0; i < 1000; i++) {
                  insert(rows, "big" + i + "x".repeat(4000));
                }
                return null;
              }))
          .isInstanceOf(StoreException.class);

      assertThat(count()).isZero();
      assertThat(told).isEmpty();
      store.write(rows -> insert(rows, "small")); // on a fresh connection, with room again
      assertThat(count()).isEqualTo(1);
    }

    @Test
    void aFileLockedByAnotherProgramFailsTheWriteAndHealsByItself() throws Exception {
      try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doorward.db"));
          var statement = other.createStatement()) {
        statement.execute("begin exclusive");

        assertThatThrownBy(() -> store.write(rows -> insert(rows, "x")))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("locked");
        assertThat(count()).isZero();
        statement.execute("rollback");
      }
      store.write(rows -> insert(rows, "x"));
      assertThat(count()).isEqualTo(1);
    }
  }

  @Nested
  @Tag("needs-postgresql")
  class OnPostgres extends Contract {
    @Override
    protected Stores stores() throws Exception {
      return Stores.postgres();
    }

    @Test
    void twoNodesShareOneStore() throws Exception {
      try (JdbcStore other = these.open()) {
        store.write(rows -> insert(rows, "here"));
        other.write(rows -> insert(rows, "there"));

        assertThat(count()).isEqualTo(2);
      }
    }
  }

  abstract static class Contract extends Stores.Each {
    @Test
    void oneFailingWorkUndoesItselfAlone() throws Exception {
      int threads = 64;
      CountDownLatch begin = new CountDownLatch(1);
      AtomicInteger failed = new AtomicInteger();
      List<Store.News> told = new CopyOnWriteArrayList<>();
      store.onChange(told::add);
      try (var pool = Executors.newFixedThreadPool(threads)) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads * 4; i++) {
          int n = i;
          all.add(
              pool.submit(() -> {
                begin.await();
                try {
                  store.write(rows -> {
                    insert(rows, "w" + n);
                    rows.changed(Kind.USER, "w" + n);
                    if (n % 7 == 0) {
                      insert(rows, "w" + n); // twice: against the key
                    }
                    if (n % 7 == 1) {
                      throw new IllegalStateException("on purpose");
                    }
                    return null;
                  });
                } catch (StoreException | IllegalStateException e) {
                  assertThat(n % 7).isLessThan(2);
                  failed.incrementAndGet();
                }
                return null;
              }));
        }
        begin.countDown();
        for (Future<?> future : all) {
          future.get();
        }
      }

      assertThat(failed.get()).isEqualTo(74);
      assertThat(count()).isEqualTo(threads * 4 - 74);
      Set<String> ids = ConcurrentHashMap.newKeySet();
      told.stream()
          .filter(Store.Change.class::isInstance) // a fresh node may also be told to forget
          .forEach(news -> ids.add(((Store.Change) news).id()));
      assertThat(ids).hasSize(threads * 4 - 74).doesNotContain("w0", "w1");
    }

    @Test
    void aChangeIsToldBeforeTheWriteReturns() {
      List<Store.News> told = new ArrayList<>();
      store.onChange(told::add);

      store.write(rows -> {
        rows.changed(Kind.SESSION, "ses_1");
        return null;
      });

      assertThat(told).contains(new Store.Change(Kind.SESSION, "ses_1"));
    }

    @Test
    void aListenerThatFailsDoesNotFailTheWrite() {
      List<Store.News> told = new ArrayList<>();
      store.onChange(_ -> {
        throw new IllegalStateException("on purpose");
      });
      store.onChange(told::add);

      store.write(rows -> {
        rows.changed(Kind.USER, "usr_1");
        return null;
      });

      assertThat(told).isNotEmpty();
    }

    @Test
    void aResultIsOnlyGivenOnceItIsCommitted() {
      String seen =
          store.write(rows -> {
            insert(rows, "x");
            return "done";
          });

      assertThat(seen).isEqualTo("done");
      assertThat(count()).isEqualTo(1);
    }

    @Test
    void aFailingReadIsAStoreExceptionAndTheNextOneWorks() {
      assertThatThrownBy(() -> store.read(rows -> rows.all("select nonsense", row -> row)))
          .isInstanceOf(StoreException.class);
      assertThat(count()).isZero();
    }

    @Test
    void anErrorFailsItsOwnWorkAlone() {
      store.onChange(_ -> {
        throw new AssertionError("a listener, on purpose");
      });
      assertThatThrownBy(() ->
              store.write(rows -> {
                insert(rows, "half");
                throw new StackOverflowError("on purpose");
              }))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("StackOverflowError");
      for (int i = 0; i < 4; i++) {
        assertThatThrownBy(() ->
                store.read(_ -> {
                  throw new OutOfMemoryError("on purpose");
                }))
            .isInstanceOf(StoreException.class);
      }

      store.write(rows -> {
        rows.changed(Kind.USER, "x");
        return insert(rows, "x");
      });

      assertThat(count()).isEqualTo(1);
    }

    @Test
    void changesOlderThanAnHourAreSweptAwayButTheNewest() {
      for (int i = 0; i < 3; i++) {
        store.write(rows -> {
          rows.changed(Kind.USER, "old");
          return rows.update(
              "update change set at = ?",
              java.time.Instant.now().minus(JdbcStore.CHANGES_KEPT).minusSeconds(1));
        });
      }
      store.sweep();
      store.write(_ -> null); // behind the sweep in the queue
      assertThat(changes()).containsExactly("old");

      store.write(rows -> {
        rows.changed(Kind.USER, "new");
        return null;
      });
      store.sweep();
      store.write(_ -> null);

      assertThat(changes()).containsExactly("new");
    }

    List<String> changes() {
      return store.read(rows -> rows.all("select id from change", row -> row.getString(1)));
    }

    @Test
    void whatIsQueuedIsWrittenBeforeTheStoreCloses() throws Exception {
      for (int i = 0; i < 500; i++) {
        String id = "late" + i;
        store.writeLater(rows -> insert(rows, id));
      }
      store.close();
      store = these.open();

      assertThat(count()).isEqualTo(500);
    }

    @Test
    void aClosedStoreSaysSoAtOnce() {
      store.close();

      long begin = System.nanoTime();
      assertThatThrownBy(() -> store.write(_ -> null))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(() -> store.read(_ -> null)).isInstanceOf(StoreException.class);
      assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
    }

    @Test
    void timesAreKeptToTheMillisecond() {
      java.time.Instant at = java.time.Instant.parse("2026-05-01T12:00:00.123Z");
      store.write(rows -> {
        insert(rows, "x");
        return rows.update("update account set created = ?, removed = ?", at, Rows.NoTime.NONE);
      });

      assertThat(
              store.<Optional<Optional<java.time.Instant>>>read(rows ->
                  rows.first("select created from account", row -> Rows.time(row, "created"))))
          .contains(Optional.of(at));
      assertThat(
              store.<Optional<Optional<java.time.Instant>>>read(rows ->
                  rows.first("select removed from account", row -> Rows.time(row, "removed"))))
          .contains(Optional.empty());
    }

    @Test
    void whatWasReadBeforeAChangeIsNotRemembered() throws InterruptedException {
      Memory<String, String> memory = new Memory<>(10);
      store.onChange(_ -> memory.forgetAll());

      Optional<String> found =
          memory.get(
              "x",
              () -> {
                Optional<String> read = Optional.of("old");
                store.write(rows -> {
                  rows.changed(Kind.USER, "x");
                  return null;
                });
                return read;
              });

      assertThat(found).contains("old");
      assertThat(memory.recall("x")).isEmpty();
      Soon.holds(() -> {
        assertThat(memory.get("x", () -> Optional.of("new"))).contains("new");
        return memory.recall("x").equals(Optional.of("new"));
      });
    }

    int count() {
      return store
          .<Optional<Integer>>read(
              rows -> rows.first("select count(*) from account", row -> row.getInt(1)))
          .orElseThrow();
    }

    static int insert(Rows rows, String name) throws SQLException {
      return rows.update(
          "insert into account(id, name, state, must_change, created)"
              + " values (?, ?, 'ACTIVE', 0, 1)",
          name,
          name);
    }
  }
}
