package dev.doorward.identity.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Statements with their values, on one connection. Times are milliseconds since 1970. */
public final class Rows {
  private final Statements statements;
  private final Consumer<Store.Change> changes;

  Rows(Statements statements, Consumer<Store.Change> changes) {
    this.statements = statements;
    this.changes = changes;
  }

  /** Turns a row into a value. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads the row at which the cursor stands. */
    T read(ResultSet row) throws SQLException;
  }

  /** Runs an insert, update or delete; returns the number of rows it touched. */
  public int update(String sql, @Nullable Object... values) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, values);
  }

  /** All rows. */
  public <T> List<T> all(String sql, Reader<T> reader, @Nullable Object... values)
      throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<T> out = new ArrayList<>();
            while (rows.next()) {
              out.add(reader.read(rows));
            }
            return out;
          }
        },
        values);
  }

  /** The first row. */
  public <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... values)
      throws SQLException {
    List<T> all = all(sql, reader, values);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  /**
   * Tells every node that something changed, in the same transaction. Only of what did: every
   * change costs memory its values.
   */
  public void changed(Kind kind, String id) throws SQLException {
    update("insert into change(kind, id, at) values (?, ?, ?)", kind.name(), id, Instant.now());
    changes.accept(new Store.Change(kind, id));
  }

  /** A time out of a column that may be null. */
  public static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Use<T> use, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.take(sql);
    T result;
    try {
      for (int i = 0; i < values.length; i++) {
        bind(statement, i + 1, values[i]);
      }
      result = use.of(statement);
    } catch (Throwable e) {
      try {
        statement.close();
      } catch (SQLException too) {
        e.addSuppressed(too);
      }
      throw e;
    }
    statements.giveBack(sql, statement);
    return result;
  }

  private static void bind(PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(at, Types.VARCHAR);
      case NoTime _ -> statement.setNull(at, Types.BIGINT);
      case Instant time -> statement.setLong(at, time.toEpochMilli());
      case Boolean flag -> statement.setInt(at, flag ? 1 : 0);
      case Long number -> statement.setLong(at, number);
      case Integer number -> statement.setInt(at, number);
      case byte[] bytes -> statement.setBytes(at, bytes);
      case String text -> statement.setString(at, text);
      default -> throw new IllegalArgumentException("no column for " + value.getClass());
    }
  }

  /** Stands for a time column without a value; PostgreSQL wants to know the type of a null. */
  public enum NoTime {
    NONE
  }
}
