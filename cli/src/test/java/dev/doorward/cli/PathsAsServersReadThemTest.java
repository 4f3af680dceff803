package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.KeptConnection.Reply;
import dev.doorward.cli.demo.Population;
import dev.doorward.config.Config;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A path is judged as the application behind the door reads it (C220, C221): whatever a stranger
 * writes, no server which people run gives him what it has below {@code /admin}. What was served is
 * what the server says, not what the path looks like. {@code -Dseed=} repeats a run, {@code
 * -Dspellings=} says how many are tried.
 */
class PathsAsServersReadThemTest {
  /** What anybody may ask for, and must get through to the application. */
  private static final List<String> HARMLESS =
      List.of(
          "/public/y",
          "/public/%79",
          "/public/%7Ey",
          "/public/y?q=/../admin/secret",
          "/public/y?%2e%2e%2fadmin",
          "/public/y;v=1",
          "/public//y",
          "/public/a%2Fb",
          "/public/a%2fb/c",
          "/public/100%25",
          "/public/caf%C3%A9",
          "/public/a%20b",
          "/public/a..b",
          "/public/.hidden",
          "/public/...",
          "/public/x/",
          "/public/admin/secret",
          "/public/a+b,c:d@e!$&'()=*~");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "NGINX.*")
  @Tag("needs-nginx")
  void nginx(PathApp app) throws Exception {
    noSpellingLeadsAStrangerIn(app);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "CADDY.*")
  @Tag("needs-caddy")
  void caddy(PathApp app) throws Exception {
    noSpellingLeadsAStrangerIn(app);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "NODE.*")
  @Tag("needs-node")
  void node(PathApp app) throws Exception {
    noSpellingLeadsAStrangerIn(app);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "TOMCAT.*")
  void tomcat(PathApp app) throws Exception {
    noSpellingLeadsAStrangerIn(app);
  }

  private void noSpellingLeadsAStrangerIn(PathApp app) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    long seed = Seed.of(PathsAsServersReadThemTest.class);
    int port = FreePort.next();
    try (PathApp.Running _ = app.start(folder, port)) {
      tried(app, port, seed, false);
      if (app.minding) {
        tried(app, port, seed, true);
      }
    }
  }

  /**
   * @param rest whether everything but {@code /admin} is public, so that each spelling which is not
   *     taken for it passes
   */
  private void tried(PathApp app, int behind, long seed, boolean rest) throws Exception {
    int port = FreePort.next();
    String authority = "127.0.0.1:" + port;
    Path place = Files.createDirectory(folder.resolve(rest ? "rest" : "closed"));
    Path file = place.resolve("doorward.yaml");
    Files.writeString(file, yaml(authority, behind, rest));
    List<String> spellings =
        new PathSpellings(seed, authority).make(Integer.getInteger("spellings", 3000));
    Map<String, Integer> met = new TreeMap<>();
    List<String> entered = new ArrayList<>();
    int servedToAnybody = 0;
    try (Server server =
            Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
        KeptConnection door = new KeptConnection(port, "127.0.0.1")) {
      String token =
          Population.in(server.services().house(), "http://" + authority, authority)
              .token("T_root");
      assertThat(ask(door, authority, "/admin/secret", "Authorization: Bearer " + token).body())
          .as("what an administrator gets")
          .contains(PathApp.GUARDED);
      for (String target : HARMLESS) {
        assertThat(isOurs(ask(door, authority, target, "Accept: */*")))
            .as("whether the door keeps %s to itself", target)
            .isFalse();
      }
      for (String target : spellings) {
        Reply reply = ask(door, authority, target, "Accept: */*");
        boolean guarded = reply.body().contains(PathApp.GUARDED);
        met.merge(isOurs(reply) ? "refused " + reply.status() : "passed", 1, Integer::sum);
        if (guarded) {
          entered.add(target);
        }
        servedToAnybody += isServed(behind, authority, target) ? 1 : 0;
      }
    }
    System.out.printf(
        "%s, rest %s: %d spellings, of which %d lead to /admin without a door; with it %d; %s%n",
        app, rest ? "public" : "closed", spellings.size(), servedToAnybody, entered.size(), met);
    assertThat(entered).as("by which a stranger entered, seed %d", seed).isEmpty();
    assertThat(servedToAnybody).as("spellings which the server takes for /admin").isGreaterThan(50);
    assertThat(met).containsKeys("refused 400", "refused 401", "passed");
  }

  private static String yaml(String authority, int behind, boolean rest) {
    return """
    listen: %s
    origin: http://%s
    upstream: http://127.0.0.1:%d
    store: doorward.db
    roles: { user: [], ops: [], auditor: [], keeper: [], admin: [ "*" ] }
    routes:
      - { path: /admin/**, roles: [ admin ] }
      - { path: /public/**, access: public }
    %s
    default: closed
    """
        .formatted(authority, authority, behind, rest ? "  - { path: /**, access: public }" : "");
  }

  private static Reply ask(KeptConnection door, String authority, String target, String line)
      throws IOException {
    return door.ask(
        "GET", "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n".formatted(target, authority, line));
  }

  private static boolean isOurs(Reply reply) {
    return reply.first("X-App").isEmpty()
        && reply.first("Content-Type").orElse("").startsWith("application/problem+json");
  }

  /** Whether the application itself, asked by anybody, serves what is guarded. */
  private static boolean isServed(int port, String authority, String target) throws IOException {
    try {
      return Raw.ask(port, "GET " + target + " HTTP/1.1", "Host: " + authority)
          .contains(PathApp.GUARDED);
    } catch (java.net.SocketException e) {
      return false; // reset instead of an answer
    }
  }
}
