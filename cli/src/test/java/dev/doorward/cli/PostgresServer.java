package dev.doorward.cli;

import dev.doorward.contract.fixture.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's PostgreSQL in a folder of its own. It refuses root, so it runs as another user. */
final class PostgresServer implements AutoCloseable {
  private static final String BIN = "/usr/lib/postgresql/15/bin/";

  private final Path data;
  private final int port;

  private PostgresServer(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  static PostgresServer start(Path folder) throws IOException {
    // The database's user must be able to walk to its folder.
    Path data = Path.of(System.getProperty("java.io.tmpdir"), "doorward-pg-" + System.nanoTime());
    int port = FreePort.next();
    run(List.of("install", "-d", "-o", owner(), "-m", "700", data.toString()));
    as(
        BIN + "initdb",
        "-D",
        data.toString(),
        "-A",
        "trust",
        "--no-sync",
        "-U",
        System.getProperty("user.name"));
    as(
        BIN + "pg_ctl",
        "-D",
        data.toString(),
        "-w",
        "-s",
        "-l",
        data.resolve("log").toString(),
        "-o",
        "-p " + port + " -h 127.0.0.1 -c unix_socket_directories=" + data + " -F",
        "start");
    PostgresServer server = new PostgresServer(data, port);
    as(
        BIN + "createdb",
        "-h",
        "127.0.0.1",
        "-p",
        Integer.toString(port),
        "-U",
        System.getProperty("user.name"),
        "doorward");
    return server;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() throws IOException {
    as(BIN + "pg_ctl", "-D", data.toString(), "-m", "immediate", "-s", "stop");
    run(List.of("rm", "-rf", data.toString()));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static String owner() {
    return isRoot() ? "postgres" : System.getProperty("user.name");
  }

  private static void as(String... command) throws IOException {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    all.addAll(List.of(command));
    run(all);
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    process.getOutputStream().close();
    try {
      // pg_ctl's server would keep the pipe open, so only what is there is read.
      int exit = process.waitFor();
      if (exit != 0) {
        byte[] said = process.getInputStream().readNBytes(process.getInputStream().available());
        throw new IOException(command + " said " + new String(said, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
