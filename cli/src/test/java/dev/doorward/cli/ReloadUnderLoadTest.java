package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.KeptConnection.Reply;
import dev.doorward.cli.demo.Population;
import dev.doorward.config.Config;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.people.User;
import dev.doorward.server.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two files in which everything differs take turns under load (C245). Each answer must be, to the
 * last field, one which the one or the other gives alone: half of each would be a third one.
 */
class ReloadUnderLoadTest {
  private static final int CLIENTS = 4;

  /** These differ from answer to answer. */
  private static final Set<String> PASSING =
      Set.of("date", "x-request-id", "x-doorward-request-id", "content-length");

  private static final String FILE =
      """
      listen: 127.0.0.1:{door}
      origin: http://127.0.0.1:{door}
      upstream: {app}
      check: [ { listen: "127.0.0.1:{check}", dialect: caddy } ]
      realm: {me}
      trusted-proxies: [ 127.0.0.{proxy}/32 ]
      forwarded: {forwarded}
      addresses: { bad: [ 203.0.113.{proxy}/32 ], front: [ 127.0.0.1/32 ] }
      deny: [ bad ]
      cors: { origins: [ "https://{me}.test" ], credentials: true, max-age: 10m }
      roles: { user: [], ops: [], admin: [ "*" ] }
      routes:
        - { path: /of-{me}, roles: [ user ] }
        - { path: /of-{other}, access: closed }
        - { path: /both, access: signed-in, scopes: [ "{me}:read" ] }
        - { path: /open-{me}/**, access: public }
        - { path: /front, access: public, from: [ front ] }
        - { path: /free, access: optional, {free} }
      default: {default}
      """;

  @TempDir Path folder;
  private final int door = FreePort.next();
  private final int check = FreePort.next();

  ReloadUnderLoadTest() throws IOException {}

  /**
   * A request which the two files answer differently.
   *
   * @param underA the status which A gives
   */
  private record Kind(
      boolean check, String from, String method, String wire, int underA, int underB) {}

  @Test
  void noRequestIsJudgedByHalfOfEachOfTwoHundredFiles() throws Exception {
    hammer(200);
  }

  @Test
  @Tag("heavy")
  void noRequestIsJudgedByHalfOfEachOfAThousandFiles() throws Exception {
    hammer(1000);
  }

  private void hammer(int reloads) throws Exception {
    PrintStream err = System.err;
    try (EchoApp app = EchoApp.start()) {
      String a = file("a", "b", 7, app.url());
      String b = file("b", "a", 8, app.url());
      Path file = folder.resolve("doorward.yaml");
      Files.writeString(file, a);
      try (Server server =
          Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system())) {
        System.setErr(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        List<Kind> kinds = kinds(server);
        List<String> alone = alone(kinds, true);
        publish(server, file, b);
        List<String> other = alone(kinds, false);
        Load load = new Load(kinds, alone, other);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          threads.add(Thread.ofPlatform().start(load::run));
        }
        for (int i = 0; i < reloads; i++) {
          publish(server, file, i % 2 == 0 ? a : b);
          Thread.sleep(i % 7);
        }
        load.on.set(false);
        for (Thread thread : threads) {
          thread.join();
        }
        System.out.printf(
            "%d reloads, %d requests: %d under A, %d under B, %d by half of each%n",
            reloads, load.a.get() + load.b.get(), load.a.get(), load.b.get(), load.wrong.size());
        assertThat(load.wrong).isEmpty();
        assertThat(load.a.get()).isGreaterThan(reloads);
        assertThat(load.b.get()).isGreaterThan(reloads);
        assertThat(load.met).as("every kind under both").hasSize(2 * kinds.size());
      }
    } finally {
      System.setErr(err);
    }
  }

  /** Moved into place, so that nobody reads half a file. */
  private void publish(Server server, Path file, String text) throws IOException {
    Path next = folder.resolve("next.yaml");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(server.reload()).isTrue();
  }

  private String file(String me, String other, int proxy, String app) {
    return FILE.replace("{door}", Integer.toString(door))
        .replace("{check}", Integer.toString(check))
        .replace("{app}", app)
        .replace("{me}", me)
        .replace("{other}", other)
        .replace("{proxy}", Integer.toString(proxy))
        .replace("{forwarded}", me.equals("a") ? "x-forwarded-for" : "forwarded")
        .replace("{free}", me.equals("a") ? "cors: upstream" : "schemes: [ bearer ]")
        .replace("{default}", me.equals("a") ? "closed" : "signed-in");
  }

  private List<Kind> kinds(Server server) {
    var house = server.services().house();
    String authority = "127.0.0.1:" + door;
    String token =
        "Authorization: Bearer "
            + Population.in(house, "http://" + authority, authority).token("T_ok");
    String alice = house.users().byName("alice").map(User::id).orElseThrow();
    String cookie =
        "Cookie: dw-"
            + door
            + "="
            + house.sessions().open(alice, authority, Acr.PWD, false, "127.0.0.1", "test").key();
    String ofA = "Origin: https://a.test";
    String ofB = "Origin: https://b.test";
    List<Kind> kinds = new ArrayList<>();
    kinds.add(asked("127.0.0.1", "GET", "/of-a", 200, 403, token, ofA));
    kinds.add(asked("127.0.0.1", "GET", "/of-b", 403, 200, token, ofB));
    kinds.add(asked("127.0.0.1", "GET", "/of-a", 401, 403, ofB));
    kinds.add(asked("127.0.0.1", "GET", "/of-b", 403, 401, ofA));
    kinds.add(asked("127.0.0.1", "GET", "/both", 401, 401, ofA));
    kinds.add(asked("127.0.0.1", "GET", "/both", 403, 403, token));
    kinds.add(asked("127.0.0.1", "POST", "/both", 200, 403, cookie, ofA, "Content-Length: 0"));
    kinds.add(asked("127.0.0.1", "GET", "/open-a/x", 200, 401, ofB));
    kinds.add(asked("127.0.0.1", "GET", "/open-b/x", 403, 200));
    kinds.add(asked("127.0.0.7", "GET", "/open-a/x", 403, 401, "X-Forwarded-For: 203.0.113.7"));
    kinds.add(asked("127.0.0.8", "GET", "/open-a/x", 200, 403, "Forwarded: for=203.0.113.8"));
    kinds.add(
        asked(
            "127.0.0.1", "OPTIONS", "/free", 200, 204, ofB, "Access-Control-Request-Method: GET"));
    // Under B the question is not whole, since it lacks Forwarded; judged without it, the front's
    // own address would let the client in.
    kinds.add(question("/front", 403, 403, "X-Forwarded-For: 10.9.9.9"));
    kinds.add(question("/front", 403, 403, "Forwarded: for=10.9.9.9"));
    kinds.add(question("/of-a", 200, 403, "X-Forwarded-For: 10.9.9.9", token));
    kinds.add(question("/of-b", 403, 200, "Forwarded: for=10.9.9.9", token));
    return kinds;
  }

  private Kind asked(
      String from, String method, String path, int underA, int underB, String... fields) {
    String wire =
        method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + door + "\r\n" + lines(fields);
    return new Kind(false, from, method, wire, underA, underB);
  }

  private Kind question(String path, int underA, int underB, String... fields) {
    String wire =
        "GET /.doorward/check HTTP/1.1\r\nHost: doorward\r\nX-Forwarded-Method: GET\r\n"
            + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: 127.0.0.1:"
            + door
            + "\r\nX-Forwarded-Uri: "
            + path
            + "\r\n"
            + lines(fields);
    return new Kind(true, "127.0.0.1", "GET", wire, underA, underB);
  }

  private static String lines(String... fields) {
    return List.of(fields).stream().map(field -> field + "\r\n").collect(Collectors.joining())
        + "\r\n";
  }

  /** What each kind is answered while nothing is reloaded. */
  private List<String> alone(List<Kind> kinds, boolean a) throws IOException {
    List<String> answers = new ArrayList<>();
    for (Kind kind : kinds) {
      try (KeptConnection connection = connection(kind)) {
        Reply reply = connection.ask(kind.method(), kind.wire());
        assertThat(reply.status())
            .as(kind.wire() + told(reply))
            .isEqualTo(a ? kind.underA() : kind.underB());
        answers.add(told(reply));
      }
    }
    return answers;
  }

  private KeptConnection connection(Kind kind) {
    return new KeptConnection(kind.check() ? check : door, kind.from());
  }

  /** All of an answer that is the same each time. */
  private static String told(Reply reply) {
    return reply.status()
        + reply.fields().stream()
            .filter(field -> !PASSING.contains(field.name().toLowerCase(java.util.Locale.ROOT)))
            .map(field -> "\n" + field)
            .collect(Collectors.joining())
        + "\n"
        + reply.body().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
  }

  /** Clients which ask all kinds, over and over, on connections they keep. */
  private final class Load {
    private final List<Kind> kinds;
    private final List<String> underA;
    private final List<String> underB;
    final AtomicBoolean on = new AtomicBoolean(true);
    final AtomicLong a = new AtomicLong();
    final AtomicLong b = new AtomicLong();
    final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    final Set<String> met = ConcurrentHashMap.newKeySet();

    Load(List<Kind> kinds, List<String> underA, List<String> underB) {
      this.kinds = kinds;
      this.underA = underA;
      this.underB = underB;
      for (int i = 0; i < kinds.size(); i++) {
        assertThat(underA.get(i)).as(kinds.get(i).wire()).isNotEqualTo(underB.get(i));
      }
    }

    void run() {
      List<KeptConnection> connections =
          kinds.stream().map(ReloadUnderLoadTest.this::connection).toList();
      try {
        while (on.get() && wrong.size() < 5) {
          for (int i = 0; i < kinds.size(); i++) {
            Kind kind = kinds.get(i);
            Reply reply = connections.get(i).ask(kind.method(), kind.wire());
            count(i, told(reply)).ifPresent(told -> wrong.add(kind.wire() + told));
          }
        }
        for (KeptConnection connection : connections) {
          if (connection.drops > 0) {
            wrong.add("dropped " + connection.drops + " times");
          }
          connection.close();
        }
      } catch (IOException e) {
        wrong.add("not answered: " + e);
      }
    }

    private Optional<String> count(int kind, String told) {
      if (told.equals(underA.get(kind))) {
        a.incrementAndGet();
        met.add("A" + kind);
      } else if (told.equals(underB.get(kind))) {
        b.incrementAndGet();
        met.add("B" + kind);
      } else {
        return Optional.of(told);
      }
      return Optional.empty();
    }
  }
}
