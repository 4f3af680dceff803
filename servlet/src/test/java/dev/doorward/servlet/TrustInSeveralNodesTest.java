package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.identity.people.User;
import dev.doorward.oauth.token.Tokens;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Doorward which is trusted is two servers on one PostgreSQL, behind one address. */
@Tag("needs-postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustInSeveralNodesTest {
  private static final Duration PROMISED = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(2500);

  /** A node without its store takes three seconds to say so. */
  private static final Duration LONG_LOOK = Duration.ofSeconds(6);

  private final HttpClient http = HttpClient.newHttpClient();
  private TwoNodes nodes;
  private Balancer balancer;
  private TrustingApp app;

  private record Seen(long begun, int status) {}

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    nodes = new TwoNodes(folder);
    balancer = new Balancer(List.of(nodes.admin(0), nodes.admin(1)));
    app =
        new TrustingApp(
            Files.createDirectory(folder.resolve("app")),
            nodes.issue("root", false).token(),
            nodes.origin,
            balancer.url(),
            """
            roles: { user: [], admin: [ "*" ] }
            routes:
              - { path: /me, access: signed-in }
            """);
  }

  @AfterAll
  void stop() throws Exception {
    app.close();
    balancer.close();
    nodes.close();
    http.close();
  }

  @BeforeEach
  void everythingAtTheFirst() {
    nodes.relay.mend();
    balancer.feed = () -> 0;
    balancer.verify = () -> 0;
  }

  private int ask(String token) throws Exception {
    return app.ask(http, "/me", token).statusCode();
  }

  /** How many verifications so many requests make, once a first was let in. */
  private int verifications(String token, int requests) throws Exception {
    Soon.holds(() -> assertThat(ask(token)).isEqualTo(200));
    int before = balancer.verifications.get();
    for (int i = 0; i < requests; i++) {
      assertThat(ask(token)).isEqualTo(200);
    }
    return balancer.verifications.get() - before;
  }

  private static IntSupplier node(String name) {
    AtomicInteger turn = new AtomicInteger();
    return switch (name) {
      case "first" -> () -> 0;
      case "second" -> () -> 1;
      case "turns" -> () -> turn.getAndIncrement() % 2;
      case "any" -> () -> ThreadLocalRandom.current().nextInt(2);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Asks from several threads before, while and after something is taken away. */
  private List<Seen> whileTaken(String token, Duration after, Runnable taken) throws Exception {
    Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    Soon.holds(() -> assertThat(ask(token)).isEqualTo(200));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.submit(() -> {
          while (!over.get()) {
            long begun = System.nanoTime();
            seen.add(new Seen(begun, ask(token)));
          }
          return true;
        });
      }
      Thread.sleep(500);
      assertThat(seen.stream().map(Seen::status)).hasSizeGreaterThan(10).containsOnly(200);
      taken.run();
      long acknowledged = System.nanoTime();
      Thread.sleep(after);
      over.set(true);
      threads.shutdown();
      return seen.stream().map(s -> new Seen(s.begun() - acknowledged, s.status())).toList();
    }
  }

  private static void assertRefusedInTime(List<Seen> seen, int... statuses) {
    long last =
        seen.stream().filter(s -> s.status() == 200).mapToLong(Seen::begun).max().orElseThrow();
    System.out.printf("the last let in came %d ms after it was taken away%n", last / 1_000_000);
    assertThat(seen.stream().filter(s -> s.begun() >= PROMISED.toNanos()).map(Seen::status))
        .hasSizeGreaterThan(10)
        .allSatisfy(status -> assertThat(statuses).contains(status));
  }

  @ParameterizedTest(name = "changes of {0}, verifications by {1}, revoked at {2}")
  @CsvSource({
    "first,first,first,false",
    "first,first,second,true",
    "first,second,first,false",
    "first,second,first,true",
    "first,second,second,false",
    "second,first,first,true",
    "second,first,second,false",
    "second,second,first,false",
    "turns,turns,first,false",
    "turns,first,second,true",
    "first,turns,first,false",
    "any,any,second,false",
  })
  void whatIsRevokedIsRefusedWithinASecond(String feed, String verify, String where, boolean opaque)
      throws Exception {
    balancer.feed = node(feed);
    balancer.verify = node(verify);
    Tokens.Issued token = nodes.issue("alice", opaque);
    int there = node(where).getAsInt();
    List<Seen> seen =
        whileTaken(
            token.token(),
            LOOK,
            () -> assertThat(nodes.house(there).tokens().revoke(token.id())).isTrue());
    assertRefusedInTime(seen, 401);
  }

  @ParameterizedTest
  @CsvSource({"first,second,0", "second,first,1", "any,any,0"})
  void whoIsSuspendedIsRefusedWithinASecond(String feed, String verify, int there)
      throws Exception {
    balancer.feed = node(feed);
    balancer.verify = node(verify);
    String token = nodes.issue("bob", false).token();
    String bob = nodes.house(there).users().byName("bob").orElseThrow().id();
    try {
      assertRefusedInTime(
          whileTaken(
              token, LOOK, () -> nodes.house(there).users().setState(bob, User.State.SUSPENDED)),
          403);
    } finally {
      nodes.house(there).users().setState(bob, User.State.ACTIVE);
    }
    Soon.holds(() -> assertThat(ask(token)).isEqualTo(200));
  }

  @Test
  void itChangesSidesRightWhenATokenIsRevoked() throws Exception {
    for (int to = 1; to >= 0; to--) {
      int other = to;
      Tokens.Issued token = nodes.issue("alice", false);
      List<Seen> seen =
          whileTaken(
              token.token(),
              LOOK,
              () -> {
                nodes.house(1 - other).tokens().revoke(token.id());
                balancer.feed = () -> other;
                balancer.verify = () -> other;
              });
      assertRefusedInTime(seen, 401);
    }
  }

  @Test
  void aNodeWhoseStoreIsGoneVouchesForNothingBeyondASecond() throws Exception {
    balancer.feed = () -> 1;
    balancer.verify = () -> 1;
    Tokens.Issued token = nodes.issue("alice", true);
    Soon.holds(() -> assertThat(verifications(token.token(), 5)).isZero());
    List<Seen> seen =
        whileTaken(
            token.token(),
            LONG_LOOK,
            () -> {
              try {
                nodes.relay.cut();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
              nodes.house(0).tokens().revoke(token.id());
            });
    assertRefusedInTime(seen, 401, 503);
    nodes.relay.mend();
    Soon.holds(() -> assertThat(ask(token.token())).isEqualTo(401));
  }

  @Test
  void whatTheFollowedNodeSaidIsRememberedAndForgottenWithIt() throws Exception {
    String token = nodes.issue("alice", false).token();
    Soon.holds(() -> assertThat(verifications(token, 50)).isZero());
    balancer.verify = () -> 1;
    assertThat(verifications(token, 50)).as("it is remembered from the first").isZero();
    String another = nodes.issue("alice", true).token();
    assertThat(verifications(another, 20)).as("the second said it").isEqualTo(20);
    balancer.feed = () -> 1;
    Soon.holds(() -> assertThat(verifications(another, 20)).isZero());
    int before = balancer.verifications.get();
    assertThat(ask(token)).isEqualTo(200);
    assertThat(balancer.verifications.get() - before).as("forgotten with the first").isOne();
    assertThat(verifications(token, 50)).isZero();
  }
}
