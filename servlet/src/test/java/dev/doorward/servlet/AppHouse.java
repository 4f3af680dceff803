package dev.doorward.servlet;

import dev.doorward.cli.demo.Population;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The reference fixture inside an application. */
final class AppHouse implements AutoCloseable {
  final EchoServlet echo = new EchoServlet();
  final DoorwardFilter doorward;
  final FixtureFile fixture;
  final URI url;
  final int port;
  private final Container container;

  AppHouse(Container.Starter kind, Path folder, Fixture variant, Map<String, Servlet> more)
      throws Exception {
    this(kind, folder, variant, more, "127.0.0.1:5433");
  }

  AppHouse(
      Container.Starter kind, Path folder, Fixture variant, Map<String, Servlet> more, String store)
      throws Exception {
    port = FreePort.next();
    url = URI.create("http://127.0.0.1:" + port);
    Path file = folder.resolve("doorward.yaml");
    Addresses at = Addresses.plain(port, "http://127.0.0.1:1").withStore(store);
    Files.writeString(file, variant.yaml(at) + "\naudit: audit.jsonl\n");
    doorward = new DoorwardFilter(file.toString());
    Map<String, Servlet> servlets = new LinkedHashMap<>(more);
    servlets.put("/*", echo);
    container = kind.start(port, folder, doorward, servlets);
    Population people =
        Population.in(
            ((OwnGround) doorward.house().ground()).services().house(),
            url.toString(),
            "127.0.0.1:" + port);
    fixture = FixtureFile.parse(people.fixture(variant.variant(), Map.of()));
  }

  String password(String user) {
    return Optional.ofNullable(fixture.users().get(user))
        .flatMap(FixtureFile.User::password)
        .orElseThrow();
  }

  String token(String name) {
    return Optional.ofNullable(fixture.tokens().get(name)).orElseThrow();
  }

  @Override
  public void close() throws Exception {
    container.close();
  }
}
