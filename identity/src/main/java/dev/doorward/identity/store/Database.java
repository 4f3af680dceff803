package dev.doorward.identity.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A kind of database: how to connect to it, and whether other nodes write to it too. */
public interface Database extends AutoCloseable {
  /** A new connection, without auto-commit where it writes. */
  Connection connect(boolean readOnly) throws SQLException;

  /** Begins a transaction in which no other writer can come between. */
  void begin(Connection connection) throws SQLException;

  /** For migrations. */
  DataSource dataSource();

  /** Whether other processes change the same data. */
  boolean isShared();

  @Override
  void close();
}
