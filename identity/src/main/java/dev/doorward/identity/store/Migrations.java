package dev.doorward.identity.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings tables up to date. Flyway runs only where a plain look says that something is missing. */
final class Migrations {
  private static final String NEWEST = "2";

  private Migrations() {}

  static void run(Database database) {
    if (isNewest(database)) {
      return;
    }
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(database.dataSource())
          .locations("classpath:dev/doorward/identity/tables")
          .placeholders(
              database.isShared()
                  ? Map.of(
                      "bytes", "bytea",
                      "sequence", "bigint generated always as identity primary key")
                  : Map.of("bytes", "blob", "sequence", "integer primary key autoincrement"))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException("cannot bring the store's tables up to date: " + e.getMessage(), e);
    }
  }

  private static boolean isNewest(Database database) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select version from flyway_schema_history where success"
                    + " order by installed_rank desc limit 1")) {
      return rows.next() && NEWEST.equals(rows.getString(1));
    } catch (SQLException e) {
      return false; // there is no such table yet, or Flyway will tell what is wrong
    }
  }
}
