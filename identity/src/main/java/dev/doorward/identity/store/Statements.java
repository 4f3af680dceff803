package dev.doorward.identity.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The statements of one connection, kept for the next time: to parse and plan one costs more than
 * to run it. For one thread. They end with their connection.
 */
final class Statements {
  private static final int MOST = 64;

  private final Connection connection;

  /** Those which nobody uses now; the one that rests longest comes first. */
  private final Map<String, PreparedStatement> resting = new LinkedHashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** For one use; it is either given back or closed. */
  PreparedStatement take(String sql) throws SQLException {
    PreparedStatement kept = resting.remove(sql);
    return kept == null ? connection.prepareStatement(sql) : kept;
  }

  /** After a use that went well, and whose rows have been read. */
  void giveBack(String sql, PreparedStatement statement) throws SQLException {
    statement.clearParameters();
    PreparedStatement other = resting.put(sql, statement);
    if (other != null) {
      other.close();
    }
    if (resting.size() > MOST) {
      Iterator<PreparedStatement> eldest = resting.values().iterator();
      PreparedStatement dropped = eldest.next();
      eldest.remove();
      dropped.close();
    }
  }
}
