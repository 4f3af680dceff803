package dev.doorward.identity.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh store for each test. */
public interface Stores {
  /** A store, opened or opened again on the same data. */
  JdbcStore open() throws Exception;

  /** Tests on a store of one kind. */
  abstract class Each {
    protected JdbcStore store;

    protected abstract Stores stores() throws Exception;

    protected Stores these;

    @BeforeEach
    void openStore() throws Exception {
      these = stores();
      store = these.open();
      while (!store.isCurrent()) {
        Thread.sleep(2);
      }
    }

    @AfterEach
    void closeStore() {
      store.close();
    }
  }

  /** A SQLite file in that folder. */
  static Stores sqlite(Path folder) throws IOException {
    Path file = folder.resolve("doorward.db");
    if (Files.notExists(file)) {
      Files.copy(SqliteTemplate.FILE, file);
    }
    return () -> JdbcStore.open(Sqlite.at(file), 2);
  }

  /** A database on the shared PostgreSQL. */
  static Stores postgres() throws Exception {
    String url = PostgresServer.shared().freshDatabase();
    return () -> JdbcStore.open(PostgresServer.connect(url), 2);
  }
}
