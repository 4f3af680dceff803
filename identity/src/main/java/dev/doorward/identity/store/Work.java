package dev.doorward.identity.store;

import java.sql.SQLException;

/**
 * Something done on a connection inside a transaction.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
  /** Does it. An exception undoes this work alone. */
  T on(Rows rows) throws SQLException;
}
