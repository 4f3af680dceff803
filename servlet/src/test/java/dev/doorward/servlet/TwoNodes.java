package dev.doorward.servlet;

import dev.doorward.cli.demo.Population;
import dev.doorward.config.Config;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.contract.fixture.PostgresServer;
import dev.doorward.contract.fixture.StoreRelay;
import dev.doorward.core.who.Acr;
import dev.doorward.oauth.token.Order;
import dev.doorward.oauth.token.Tokens;
import dev.doorward.portal.House;
import dev.doorward.server.Server;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two Doorward servers on one PostgreSQL; the second reaches it through a relay. */
final class TwoNodes implements AutoCloseable {
  final String origin;
  final StoreRelay relay;
  private final PostgresServer database;
  final Population people;
  private final List<Server> nodes;
  private final List<URI> admins;

  TwoNodes(Path folder) throws Exception {
    database = PostgresServer.start();
    relay = StoreRelay.to(database.address());
    origin = "http://127.0.0.1:" + FreePort.next();
    admins = List.of(admin(), admin());
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Server one = start(first, "127.0.0.1:" + database.address().getPort(), admins.get(0));
    Files.copy(first.resolve("doorward.key"), second.resolve("doorward.key"));
    nodes = List.of(one, start(second, relay.address(), admins.get(1)));
    people = Population.in(house(0), origin, "127.0.0.1");
  }

  private static URI admin() throws Exception {
    return URI.create("http://127.0.0.1:" + FreePort.next());
  }

  private Server start(Path folder, String store, URI admin) throws Exception {
    Addresses at =
        new Addresses(
            "127.0.0.1:" + FreePort.next(), origin, "http://127.0.0.1:1", "127.0.0.1:1", "");
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        Fixture.DEFAULT
                .yaml(at)
                .replaceAll("(?m)^store:.*$", "store: postgresql://" + store + "/doorward")
            + "\nadmin: { listen: "
            + admin.getAuthority()
            + " }\n");
    return Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
  }

  /** What a node works with. */
  House house(int node) {
    return nodes.get(node).services().house();
  }

  /** Where the admin API of a node lies. */
  URI admin(int node) {
    return admins.get(node);
  }

  /** A token made at the first node. */
  Tokens.Issued issue(String user, boolean opaque) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return house(0)
        .tokens()
        .issue(
            new Order(
                house(0).users().byName(user).orElseThrow().id(),
                List.of(),
                List.of(origin),
                Acr.PWD,
                Optional.of(now),
                Optional.empty(),
                now,
                now.plus(Duration.ofHours(1)),
                opaque,
                opaque ? Optional.of("test") : Optional.empty()));
  }

  @Override
  public void close() throws Exception {
    nodes.forEach(Server::close);
    relay.close();
    database.close();
  }
}
