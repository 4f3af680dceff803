package dev.doorward.server.page;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.identity.password.Overloaded;
import dev.doorward.portal.House;
import dev.doorward.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole server before an application which echoes, in a folder of its own. */
final class TestDoor implements AutoCloseable {
  static final String PASSWORD = "three grey geese";

  /** Whoever comes from here, by way of the trusted proxy that every test browser is. */
  static final String DENIED = "203.0.113.66";

  private static final String YAML =
      """
      listen: 127.0.0.1:%1$d
      origin: http://127.0.0.1:%1$d
      upstream: %2$s
      store: doorward.db
      trusted-proxies: [ 127.0.0.1/32 ]
      forwarded: x-forwarded-for
      addresses: { blocked: [ %3$s/32 ] }
      deny: [ blocked ]
      timeouts: { upstream: 1s }
      roles: { user: [], admin: [ "*" ], keeper: [ "secret:read" ] }
      routes:
        - { path: /, access: optional }
        - { path: /public, access: public }
        - { path: /me/**, access: signed-in }
        - { path: /bearer-only, access: signed-in, schemes: [ bearer ] }
        - { path: /admin, roles: [ admin ] }
        - { path: /orders/**, access: signed-in }
        - { path: /secret, permissions: [ "secret:read" ], hide: true }
        - { path: /pay, access: signed-in, max-age: 1s }
        - { path: /dead, access: signed-in, upstream: "http://127.0.0.1:9" }
      """;

  private final EchoApp app;
  private final Server server;
  private final String origin;

  private TestDoor(EchoApp app, Server server, String origin) {
    this.app = app;
    this.server = server;
    this.origin = origin;
  }

  static TestDoor start(Path folder) throws IOException, ConfigException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    EchoApp app = EchoApp.start();
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(file, YAML.formatted(port, app.url(), DENIED));
    Server server = Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
    return new TestDoor(app, server, "http://127.0.0.1:" + port);
  }

  String origin() {
    return origin;
  }

  String at(String path) {
    return origin + path;
  }

  EchoApp app() {
    return app;
  }

  Server server() {
    return server;
  }

  /** Adds somebody whose password is {@link #PASSWORD}. */
  void user(String name, String... roles) {
    add(name, false, List.of(roles));
  }

  /** Adds somebody who must choose another password first. */
  void newcomer(String name) {
    add(name, true, List.of("user"));
  }

  private void add(String name, boolean mustChange, List<String> roles) {
    House house = server.services().house();
    try {
      house
          .users()
          .add(
              name,
              Optional.empty(),
              Optional.empty(),
              roles,
              Optional.of(house.passwords().hash(PASSWORD)),
              mustChange);
    } catch (Overloaded e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    app.close();
  }
}
