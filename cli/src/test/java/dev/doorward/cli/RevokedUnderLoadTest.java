package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.Deed.Answer;
import dev.doorward.cli.Deed.What;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.core.who.Acr;
import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import dev.doorward.face.control.Response;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session or a token is revoked while 64 clients use it without pause, half of them on kept
 * connections of HTTP/1.1 and half by one stream of HTTP/2 after the other: whoever begins after
 * the revocation was acknowledged stays out.
 */
class RevokedUnderLoadTest {
  private static final int EACH = 32;

  @TempDir Path folder;

  @Test
  void whoBeginsAfterTheRevocationStaysOut() throws Exception {
    rounds(4);
  }

  @Test
  @Tag("heavy")
  void whoBeginsAfterTheRevocationStaysOutManyTimes() throws Exception {
    rounds(20 * Integer.getInteger("rounds", 5));
  }

  private void rounds(int rounds) throws Exception {
    History history = new History();
    AtomicInteger one = new AtomicInteger();
    AtomicInteger two = new AtomicInteger();
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      for (int round = 0; round < rounds; round++) {
        String thing = "round " + round;
        Credential credential = round % 2 == 0 ? session(house) : token(house);
        history.add(thing, What.MAKE, System.nanoTime(), Answer.YES);
        var use = new Use(history, thing);
        List<Thread> users = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
          Asker kept = new Kept(house, credential);
          Asker streams = new Streams(house, credential);
          users.add(Thread.startVirtualThread(() -> use.untilOut(kept, one)));
          users.add(Thread.startVirtualThread(() -> use.untilOut(streams, two)));
        }
        assertThat(use.everybodyIn.await(20, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(200);
        long begun = System.nanoTime();
        Response said =
            Remote.run(
                    folder.resolve("doorward.sock"),
                    new Request(credential.command(), credential.args()))
                .orElseThrow();
        assertThat(said.error()).isEmpty();
        history.add(thing, What.END, begun, Answer.YES);
        for (Thread user : users) {
          assertThat(user.join(Duration.ofSeconds(30))).as("everybody is out").isTrue();
        }
        assertThat(use.failed).isEmpty();
      }
    }
    assertThat(one.get()).isGreaterThanOrEqualTo(rounds * EACH);
    assertThat(two.get()).isGreaterThanOrEqualTo(rounds * EACH);
    System.out.printf(
        "revoked under load: %d rounds, let in before: %s of HTTP/1.1, %s of HTTP/2%n",
        rounds, one, two);
    history.judged().mustBeClean("revoked while 64 use it, " + rounds + " times");
  }

  /** What is sent with each request, and how it is revoked. */
  private record Credential(String name, String value, String command, Map<String, Object> args) {}

  private static Credential session(House house) {
    User alice = house.server.services().house().users().byName("alice").orElseThrow();
    Sessions.Opened opened =
        house
            .server
            .services()
            .house()
            .sessions()
            .open(
                alice.id(),
                "127.0.0.1:" + house.url.getPort(),
                Acr.PWD,
                false,
                "127.0.0.1",
                "a test");
    return new Credential(
        "Cookie",
        "dw-" + house.url.getPort() + "=" + opened.key(),
        "session.revoke",
        Map.of("id", opened.session().id()));
  }

  private Credential token(House house) throws Exception {
    Object data =
        Remote.run(
                folder.resolve("doorward.sock"),
                new Request("token.issue", Map.of("user", "alice", "lifetime_seconds", "3600")))
            .orElseThrow()
            .data()
            .orElseThrow();
    String token = String.valueOf(((Map<?, ?>) data).get("token"));
    return new Credential(
        "Authorization", "Bearer " + token, "token.revoke", Map.of("token", token));
  }

  /** A way to ask. */
  private interface Asker extends AutoCloseable {
    /** The status. */
    int ask() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** On a connection of HTTP/1.1. */
  private static final class Kept implements Asker {
    private final KeptConnection connection;
    private final String wire;

    Kept(House house, Credential by) {
      int port = house.url.getPort();
      connection = new KeptConnection(port, "127.0.0.1");
      wire =
          "GET /me HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\n"
              + by.name()
              + ": "
              + by.value()
              + "\r\n\r\n";
    }

    @Override
    public int ask() throws IOException {
      return connection.ask("GET", wire).status();
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /** Streams of HTTP/2. */
  private static final class Streams implements Asker {
    private final Http2Client client;
    private final List<String> fields;

    Streams(House house, Credential by) throws IOException {
      int port = house.url.getPort();
      client = Http2Client.plain(port);
      fields =
          List.of(
              ":method",
              "GET",
              ":scheme",
              "http",
              ":path",
              "/me",
              ":authority",
              "127.0.0.1:" + port,
              by.name().toLowerCase(Locale.ROOT),
              by.value());
    }

    @Override
    public int ask() throws IOException {
      return client.answer(client.request(true, fields), false, Duration.ofSeconds(20)).status();
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }

  /** Many who use one thing. */
  private static final class Use {
    /** How often each asks once it is out: that it stays out. */
    private static final int AFTERWARDS = 5;

    private final History history;
    private final String thing;
    final CountDownLatch everybodyIn = new CountDownLatch(2 * EACH);
    final List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());

    Use(History history, String thing) {
      this.history = history;
      this.thing = thing;
    }

    void untilOut(Asker asker, AtomicInteger let) {
      try (asker) {
        boolean in = false;
        int out = 0;
        while (out < AFTERWARDS && failed.isEmpty()) {
          long begun = System.nanoTime();
          int status = asker.ask();
          long ended = System.nanoTime();
          assertThat(status).isIn(200, 401);
          boolean yes = status == 200;
          history.add(new Deed(thing, What.USE, begun, ended, yes ? Answer.YES : Answer.NO));
          if (yes) {
            let.incrementAndGet();
          }
          if (yes && !in) {
            in = true;
            everybodyIn.countDown();
          }
          out = yes ? 0 : out + 1;
        }
      } catch (Throwable e) {
        failed.add(e);
      }
    }
  }
}
