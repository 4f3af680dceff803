package dev.doorward.servlet;

import dev.doorward.cli.demo.Population;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Certificates;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.FreePort;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The reference fixture inside an application. */
final class AppHouse implements AutoCloseable {
  private static final String NO_UPSTREAM = "http://127.0.0.1:1";

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
    this(kind, folder, variant, more, plain(store), Map.of());
  }

  private AppHouse(
      Container.Starter kind,
      Path folder,
      Fixture variant,
      Map<String, Servlet> more,
      Addresses at,
      Map<String, Object> told)
      throws Exception {
    port = Integer.parseInt(at.listen().substring(at.listen().indexOf(':') + 1));
    boolean tls = variant == Fixture.TLS;
    url = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port);
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(file, variant.yaml(at) + "\naudit: audit.jsonl\n");
    doorward = new DoorwardFilter(file.toString());
    Map<String, Servlet> servlets = new LinkedHashMap<>(more);
    servlets.put("/*", echo);
    container = kind.start(port, folder, doorward, servlets);
    Population people =
        Population.in(
            ((OwnGround) doorward.house().ground()).services().house(),
            at.origin(),
            tls ? "app.test" : "127.0.0.1:" + port);
    fixture = FixtureFile.parse(people.fixture(variant.variant(), told));
  }

  /** Several hosts, over the container's own TLS; a connector without TLS is beside it. */
  static AppHouse overTls(Container.Kind kind, Path folder) throws Exception {
    int plain = FreePort.next();
    Certificates.ofTheTlsRun(folder);
    return new AppHouse(
        kind.overTls(plain),
        folder,
        Fixture.TLS,
        Map.of(),
        Addresses.tls(FreePort.next(), plain, NO_UPSTREAM),
        Map.of("plain", "127.0.0.1:" + plain));
  }

  private static Addresses plain(String store) throws IOException {
    return Addresses.plain(FreePort.next(), NO_UPSTREAM).withStore(store);
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
