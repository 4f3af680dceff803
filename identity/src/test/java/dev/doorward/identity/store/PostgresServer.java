package dev.doorward.identity.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL 15 of Debian in a folder of its own; it runs as long as the tests do. */
public final class PostgresServer {
  private static final Path BIN = Path.of("/usr/lib/postgresql/15/bin");
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable PostgresServer shared;

  private final Path data;
  private final int port;

  private PostgresServer() throws IOException {
    data = Files.createTempDirectory("doorward-postgres");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    if (isRoot()) {
      run("chown", "postgres:postgres", data.toString());
    }
    asPostgres("initdb", "-D", data.toString(), "-A", "trust", "-U", "postgres", "--no-sync");
    start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
  }

  /** The one of all tests; they are skipped where PostgreSQL is not installed. */
  public static synchronized PostgresServer shared() {
    assumeTrue(Files.isExecutable(BIN.resolve("initdb")), "PostgreSQL 15 is not installed");
    if (shared == null) {
      try {
        PostgresServer server = new PostgresServer();
        server.migrateTemplate();
        shared = server;
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("PostgreSQL did not start", e);
      }
    }
    return shared;
  }

  /** One that a test may stop. */
  public static PostgresServer own() throws IOException {
    assumeTrue(Files.isExecutable(BIN.resolve("initdb")), "PostgreSQL 15 is not installed");
    return new PostgresServer();
  }

  /** The address of a fresh database with our tables. */
  public String freshDatabase() throws SQLException {
    String name = "doorward" + DATABASES.incrementAndGet();
    execute("create database " + name + " template doorward_template");
    return url(name);
  }

  public String url(String database) {
    return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
  }

  public static Postgres connect(String url) {
    return new Postgres(url, 6, Duration.ofSeconds(3));
  }

  public void start() {
    String options =
        "-p " + port + " -c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
    asPostgres("pg_ctl", "-D", data.toString(), "-w", "-l", data + "/log", "-o", options, "start");
  }

  public void stop() {
    asPostgres("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
  }

  private void migrateTemplate() throws SQLException {
    execute("create database doorward_template");
    JdbcStore.open(connect(url("doorward_template")), 1).close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:" + url("postgres").replace("postgres@", ""), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void remove() {
    try {
      stop();
    } catch (IllegalStateException e) {
      // It was stopped already.
    }
    try {
      run("rm", "-rf", data.toString());
    } catch (IllegalStateException e) {
      // A temporary folder that stays is no harm.
    }
  }

  private static void asPostgres(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(BIN.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    run(command.toArray(String[]::new));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  private static void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
