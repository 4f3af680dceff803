package dev.doorward.cli.demo;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The reference fixture, running, in a folder of its own which goes with it. */
public final class Demo implements AutoCloseable {
  private final Path folder;
  private final EchoApp app;
  private final Server server;
  private final Population people;
  private final String origin;

  private Demo(Path folder, EchoApp app, Server server, Population people, String origin) {
    this.folder = folder;
    this.app = app;
    this.server = server;
    this.people = people;
    this.origin = origin;
  }

  /**
   * Starts it.
   *
   * @param listen a loopback address and a port which is not 0
   * @throws IOException when the address is taken or not fit
   */
  public static Demo start(String listen) throws IOException {
    if (!listen.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}:[1-9]\\d{0,4}")) {
      throw new IOException(
          "the demo listens on a loopback address and port such as 127.0.0.1:8080, not " + listen);
    }
    int port = Integer.parseInt(listen.substring(listen.indexOf(':') + 1));
    if (port > 65_535) {
      throw new IOException("there is no port " + port);
    }
    Path folder = Files.createTempDirectory("doorward-demo");
    EchoApp app = EchoApp.start();
    Server server = null;
    try {
      String origin = "http://127.0.0.1:" + port;
      Path file = folder.resolve("doorward.yaml");
      Addresses at = Addresses.plain(port, app.url());
      Files.writeString(
          file, Fixture.DEFAULT.yaml(at).replace("listen: 127.0.0.1:" + port, "listen: " + listen));
      server = Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
      Population people = Population.in(server.services().house(), origin, "127.0.0.1:" + port);
      return new Demo(folder, app, server, people, origin);
    } catch (ConfigException e) {
      app.close();
      remove(folder);
      throw new IllegalStateException("the demo's own configuration is refused", e);
    } catch (IOException | RuntimeException e) {
      if (server != null) {
        server.close();
      }
      app.close();
      remove(folder);
      throw e;
    }
  }

  /** How browsers name it. */
  public String origin() {
    return origin;
  }

  /** A user's password. */
  public String password(String user) {
    return people.password(user);
  }

  /** What there is to try. */
  public List<Try> tries() {
    return Tries.of(origin, people);
  }

  /** Writes the runner's fixture file, which only its owner may read (0600). */
  public void writeFixture(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, people.fixture("default", Map.of()));
  }

  @Override
  public void close() {
    server.close();
    app.close();
    remove(folder);
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
