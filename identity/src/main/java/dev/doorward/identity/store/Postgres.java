package dev.doorward.identity.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** PostgreSQL, or what speaks its protocol. */
public final class Postgres implements Database {
  /** Any number; the same on all nodes. Writers take turns, so that changes are seen in order. */
  private static final long TURN = 7_270_010_064L;

  private final HikariDataSource pool;

  /**
   * @param url {@code postgresql://user:password@host:port/database}
   * @param patience how long to wait for a connection
   */
  public Postgres(String url, int connections, Duration patience) {
    HikariConfig config = new HikariConfig();
    java.net.URI uri = java.net.URI.create(url);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    config.setJdbcUrl("jdbc:postgresql://" + hostOf(uri) + uri.getRawPath() + query);
    String user = uri.getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      config.setUsername(colon < 0 ? user : user.substring(0, colon));
      if (colon >= 0) {
        config.setPassword(user.substring(colon + 1));
      }
    }
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(patience.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setPoolName("doorward-store");
    config.addDataSourceProperty("socketTimeout", patience.toSeconds() + 3);
    config.addDataSourceProperty("ApplicationName", "doorward");
    pool = new HikariDataSource(config);
  }

  @Override
  public Connection connect(boolean readOnly) throws SQLException {
    Connection connection = pool.getConnection();
    connection.setAutoCommit(readOnly);
    return connection;
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + TURN + ")");
    }
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static String hostOf(java.net.URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }
}
