package dev.doorward.cli;

import dev.doorward.cli.demo.Population;
import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Certificates;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.contract.fixture.StoreRelay;
import dev.doorward.server.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A variant of the reference fixture, running. */
final class House implements AutoCloseable {
  final EchoApp app;
  final Server server;
  final FixtureFile fixture;
  final URI url;
  final URI admin;
  final Path folder;
  final Optional<StoreRelay> relay;

  private House(
      Path folder,
      Fixture variant,
      Optional<StoreRelay> relay,
      UnaryOperator<String> changed,
      InstantSource clock)
      throws IOException, ConfigException {
    this.folder = folder;
    this.relay = relay;
    app = EchoApp.start();
    int port = FreePort.next();
    int plain = FreePort.next();
    boolean tls = variant == Fixture.TLS;
    Addresses at = tls ? Addresses.tls(port, plain, app.url()) : Addresses.plain(port, app.url());
    if (relay.isPresent()) {
      at = at.withStore(relay.get().address());
    }
    if (tls) {
      Certificates.ofTheTlsRun(folder);
    }
    Path file = folder.resolve("doorward.yaml");
    int admin = FreePort.next();
    Files.writeString(
        file,
        changed.apply(variant.yaml(at))
            + "\naudit: audit.jsonl\naccess-log: access.log\nadmin: { listen: 127.0.0.1:"
            + admin
            + " }\n");
    this.admin = URI.create("http://127.0.0.1:" + admin);
    server = Server.start(Config.read(file, Map.of()), Map.of(), clock);
    String host = tls ? "app.test" : "127.0.0.1:" + port;
    Population people = Population.in(server.services().house(), at.origin(), host);
    Map<String, Object> more = new HashMap<>();
    if (tls) {
      more.put("plain", "127.0.0.1:" + plain);
    }
    fixture = FixtureFile.parse(people.fixture(variant.variant(), more));
    url = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port);
  }

  static House of(Path folder, Fixture variant) throws IOException, ConfigException {
    return with(folder, variant, UnaryOperator.identity());
  }

  /** With a file that was changed so. */
  static House with(Path folder, Fixture variant, UnaryOperator<String> changed)
      throws IOException, ConfigException {
    return new House(folder, variant, Optional.empty(), changed, InstantSource.system());
  }

  static House of(Path folder, Fixture variant, StoreRelay relay)
      throws IOException, ConfigException {
    return new House(
        folder, variant, Optional.of(relay), UnaryOperator.identity(), InstantSource.system());
  }

  /** By that clock. */
  static House by(InstantSource clock, Path folder, Fixture variant)
      throws IOException, ConfigException {
    return new House(folder, variant, Optional.empty(), UnaryOperator.identity(), clock);
  }

  String password(String user) {
    return Optional.ofNullable(fixture.users().get(user))
        .flatMap(FixtureFile.User::password)
        .orElseThrow();
  }

  String token(String name) {
    return Optional.ofNullable(fixture.tokens().get(name)).orElseThrow();
  }

  Path ca() {
    return folder.resolve("ca.pem");
  }

  @Override
  public void close() {
    server.close();
    app.close();
  }
}
