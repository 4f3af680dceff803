package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import dev.doorward.core.who.Acr;
import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The clock of a running server jumps and comes back: what is judged by time is judged by the clock
 * as it stands, what was revoked or swept away meanwhile stays over, and nobody is locked out.
 */
class ClockJumpTest {
  /** What the fixture's throttle may make anybody wait for a password: 5/15m. */
  private static final long LONGEST_WAIT = Duration.ofMinutes(15).toSeconds();

  @TempDir Path folder;
  private final Jumping clock = new Jumping();
  private long changes;

  /** The machine's clock, and how far it is off. */
  private static final class Jumping implements InstantSource {
    private volatile Duration off = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(off);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {61, -61, 24 * 60 + 1, -24 * 60 - 1, 72 * 60, -72 * 60})
  void thereAndBack(long minutes) throws Exception {
    Duration jump = Duration.ofMinutes(minutes);
    boolean ahead = !jump.isNegative();
    boolean day = jump.abs().compareTo(Duration.ofDays(1)) > 0;
    History history = new History();
    try (House house = House.by(clock, folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      Sessions sessions = house.server.services().house().sessions();
      Sessions.Opened kept = open(house);
      Sessions.Opened ended = open(house);
      String token = house.token("T_ok");
      String revoked = revokedJwt(house);
      String opaque = house.token("T_opaque");
      String good = cookie(port, kept.key());
      assertThat(status(port, good)).isEqualTo(200);
      assertThat(status(port, cookie(port, ended.key()))).isEqualTo(200);
      assertThat(status(port, bearer(token))).isEqualTo(200);
      assertThat(status(port, bearer(opaque))).isEqualTo(200);
      assertThat(sessions.end(ended.session().id())).isTrue();
      List<String> dead =
          List.of(
              cookie(port, ended.key()),
              bearer(revoked),
              bearer(house.token("T_revoked")),
              bearer(house.token("T_exp")));
      stayOut(history, port, dead);

      clock.off = jump;
      stayOut(history, port, dead);
      assertThat(status(port, good)).as("24 h at most").isEqualTo(ahead && day ? 401 : 200);
      assertThat(status(port, bearer(token)))
          .as("expired, or of a time that has not come")
          .isEqualTo(ahead && !day ? 200 : 401);
      signsIn(house);
      assertThat(house.server.services().store().isCurrent()).isTrue();
      house.server.services().sweep();
      assertThat(house.server.services().isStoreReachable()).isTrue();
      awaitWrites(house);
      stayOut(history, port, dead);

      clock.off = Duration.ZERO;
      stayOut(history, port, dead);
      assertThat(status(port, good))
          .as("swept away meanwhile, or used a day ago: idle for too long either way")
          .isEqualTo(day ? 401 : 200);
      boolean removed = ahead && jump.compareTo(Duration.ofDays(2)) > 0;
      assertThat(status(port, bearer(token))).isEqualTo(removed ? 401 : 200);
      signsIn(house);
      house.server.services().sweep();
      awaitWrites(house);
      stayOut(history, port, dead);
      assertThat(house.server.services().store().isCurrent()).isTrue();
    }
    new Verdict(
            (int) changes,
            history.judged().faults(),
            history.judged().lost(),
            history.judged().letThrough(),
            history.judged().wrong())
        .mustBeClean("clock off by " + minutes + " minutes and back");
  }

  @Test
  void aClockThatIsPutBackMakesNobodyWaitForLonger() throws Exception {
    try (House house = House.by(clock, folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      for (int i = 0; i < 5; i++) {
        assertThat(login(port, "lou", "wrong " + i)).startsWith("HTTP/1.1 401 ");
      }
      for (Duration off :
          List.of(Duration.ZERO, Duration.ofHours(-1), Duration.ofDays(-1), Duration.ofDays(-2))) {
        clock.off = off;
        String answer = login(port, "lou", "wrong again");
        assertThat(answer).as("off by %s", off).startsWith("HTTP/1.1 429 ");
        assertThat(Long.parseLong(OpenStreamTest.field(answer, "Retry-After").orElseThrow()))
            .as("off by %s", off)
            .isBetween(1L, LONGEST_WAIT);
      }
      clock.off = Duration.ofDays(-2).plus(Duration.ofMinutes(16));
      assertThat(login(port, "lou", house.password("lou"))).startsWith("HTTP/1.1 200 ");
      clock.off = Duration.ofDays(1);
      assertThat(login(port, "lou", house.password("lou"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aCookieLastsAsLongWhateverTheClockSays() throws Exception {
    try (House house = House.by(clock, folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      for (Duration off : List.of(Duration.ofDays(1), Duration.ofDays(-1), Duration.ZERO)) {
        clock.off = off;
        String body =
            "{\"username\":\"alice\",\"password\":\""
                + house.password("alice")
                + "\",\"remember\":true}";
        assertThat(post(port, body))
            .startsWith("HTTP/1.1 200 ")
            .containsPattern("Set-Cookie: dw-" + port + "=[^\r]*Max-Age=2592000");
      }
    }
  }

  private static Sessions.Opened open(House house) throws IOException {
    User alice = house.server.services().house().users().byName("alice").orElseThrow();
    return house
        .server
        .services()
        .house()
        .sessions()
        .open(
            alice.id(), "127.0.0.1:" + house.url.getPort(), Acr.PWD, false, "127.0.0.1", "a test");
  }

  /** A JWT good for half an hour, which was used and then revoked. */
  private String revokedJwt(House house) throws Exception {
    var issued =
        Remote.run(
                folder.resolve("doorward.sock"),
                new Request("token.issue", Map.of("user", "alice", "lifetime_seconds", "1800")))
            .orElseThrow();
    assertThat(issued.error()).isEmpty();
    String token = String.valueOf(((Map<?, ?>) issued.data().orElseThrow()).get("token"));
    assertThat(token).as("a JWT").startsWith("ey");
    assertThat(status(house.url.getPort(), bearer(token))).isEqualTo(200);
    assertThat(
            Remote.run(
                    folder.resolve("doorward.sock"),
                    new Request("token.revoke", Map.of("token", token)))
                .orElseThrow()
                .error())
        .isEmpty();
    changes += 2;
    return token;
  }

  /** None of these may ever come in: each was revoked, ended or expired before. */
  private static void stayOut(History history, int port, List<String> dead) throws IOException {
    for (int i = 0; i < dead.size(); i++) {
      long begun = System.nanoTime();
      int status = status(port, dead.get(i));
      assertThat(status).isIn(200, 401);
      history.add(
          "dead credential " + i,
          Deed.What.USE,
          begun,
          status == 200 ? Deed.Answer.YES : Deed.Answer.NO);
    }
  }

  private void signsIn(House house) throws IOException {
    int port = house.url.getPort();
    String key = AuditTest.signIn(port, "alice", house.password("alice"));
    assertThat(key).as("a new sign-in").isNotEmpty();
    assertThat(status(port, cookie(port, key))).isEqualTo(200);
    changes++;
  }

  /** The sweep is behind other writes in the queue. */
  private static void awaitWrites(House house) {
    house.server.services().store().write(_ -> null);
  }

  private static String cookie(int port, String key) {
    return "Cookie: dw-" + port + "=" + key;
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private static int status(int port, String credential) throws IOException {
    String answer = Raw.ask(port, "GET /me HTTP/1.1", "Host: 127.0.0.1:" + port, credential);
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static String login(int port, String name, String password) throws IOException {
    return post(port, "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
  }

  private static String post(int port, String body) throws IOException {
    try (Raw raw = new Raw(port, "127.1.7.7")) {
      raw.say(
          "POST /.doorward/login HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Content-Type: application/json",
          "Content-Length: " + body.length(),
          "Connection: close");
      raw.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      return raw.rest();
    }
  }
}
