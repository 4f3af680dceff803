package dev.doorward.cli.demo;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.config.Notation;
import dev.doorward.config.Settings;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.face.Services;
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
import java.util.Optional;
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

  /** Whether it may listen there: on a loopback address of IPv4, on a port which is not 0. */
  public static boolean canListen(String listen) {
    return Notation.listen(listen)
        .filter(at -> listen.startsWith("127.") && at.getPort() != 0)
        .isPresent();
  }

  /**
   * Starts it. Whoever finds the door open finds its people and the fixture file there too.
   *
   * @param listen where it {@linkplain #canListen can}
   * @param fixture where the runner's fixture file is written, which only its owner may read (0600)
   * @throws IOException when the address is taken, or the file cannot be written
   */
  public static Demo start(String listen, Optional<Path> fixture) throws IOException {
    int port = Integer.parseInt(listen.substring(listen.indexOf(':') + 1));
    Path folder = Files.createTempDirectory("doorward-demo");
    EchoApp app = EchoApp.start();
    try {
      String origin = "http://127.0.0.1:" + port;
      Path file = folder.resolve("doorward.yaml");
      Addresses at = Addresses.plain(port, app.url());
      Files.writeString(
          file,
          Fixture.DEFAULT.yaml(at).replace("listen: 127.0.0.1:" + port, "listen: " + listen)
              + "\naudit: audit.jsonl\n");
      Settings settings = Config.read(file, Map.of());
      Population people = populate(settings, origin, "127.0.0.1:" + port, fixture);
      Server server = Server.start(settings, Map.of(), InstantSource.system());
      return new Demo(folder, app, server, people, origin);
    } catch (ConfigException e) {
      app.close();
      remove(folder);
      throw new IllegalStateException("the demo's own configuration is refused", e);
    } catch (IOException | RuntimeException e) {
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

  @Override
  public void close() {
    server.close();
    app.close();
    remove(folder);
  }

  private static Population populate(
      Settings settings, String origin, String host, Optional<Path> fixture) throws IOException {
    try (Services services = Services.open(settings, InstantSource.system())) {
      Population people = Population.in(services.house(), origin, host);
      if (fixture.isPresent()) {
        Files.deleteIfExists(fixture.get());
        Files.createFile(
            fixture.get(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fixture.get(), people.fixture("default", Map.of()));
      }
      return people;
    }
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
