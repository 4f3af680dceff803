package dev.doorward.cli;

import dev.doorward.cli.demo.Population;
import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.server.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference fixture behind a front which asks a check listener. */
final class FrontHouse implements AutoCloseable {
  final EchoApp app;
  final Server server;
  final FixtureFile fixture;
  final URI url;
  final FrontProcess.Ports ports;

  /** The port of each dialect's check listener. */
  final Map<String, Integer> checks = new LinkedHashMap<>();

  /**
   * Starts application and server, and leaves the front to the caller.
   *
   * @param variant in the TLS run the front speaks TLS, and the server does not
   */
  FrontHouse(Path folder, Fixture variant, List<String> dialects)
      throws IOException, ConfigException {
    this(folder, variant, dialects, "127.0.0.1:5433");
  }

  /** The same, with the store behind a relay at that address. */
  FrontHouse(Path folder, Fixture variant, List<String> dialects, String store)
      throws IOException, ConfigException {
    boolean tls = variant == Fixture.TLS;
    app = EchoApp.start();
    for (String dialect : dialects) {
      checks.put(dialect, FreePort.next());
    }
    ports =
        new FrontProcess.Ports(
            FreePort.next(),
            FreePort.next(),
            checks.values().iterator().next(),
            URI.create(app.url()).getPort());
    String origin = tls ? "https://app.test" : "http://127.0.0.1:" + ports.front();
    Path file = folder.resolve("doorward.yaml");
    Addresses at =
        new Addresses("127.0.0.1:" + ports.door(), origin, app.url(), "127.0.0.1:1", store);
    String check =
        checks.entrySet().stream()
            .map(e ->
                "{ listen: \"127.0.0.1:%d\", dialect: %s }".formatted(e.getValue(), e.getKey()))
            .collect(Collectors.joining(", ", "check: [ ", " ]"));
    Files.writeString(
        file,
        variant
            .yaml(at)
            .lines()
            // TLS ends at the front.
            .filter(line -> !line.strip().startsWith("tls:"))
            .map(line ->
                line.startsWith("trusted-proxies:")
                    ? "trusted-proxies: [ 127.0.0.7/32, 127.0.0.1/32, "
                        + EnvoyHttpFront.LOCAL
                        + "/32 ]\n"
                        + check
                    : line)
            .collect(Collectors.joining("\n", "", "\n")));
    server = Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
    Population people =
        Population.in(
            server.services().house(), origin, tls ? "app.test" : "127.0.0.1:" + ports.front());
    fixture = FixtureFile.parse(people.fixture(variant.variant(), Map.of()));
    url = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + ports.front());
  }

  @Override
  public void close() {
    server.close();
    app.close();
  }
}
