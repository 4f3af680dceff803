package dev.doorward.cli;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.cli.audit.Entry;
import dev.doorward.client.DoorwardClient;
import dev.doorward.client.ForbiddenException;
import dev.doorward.client.RefusedException;
import dev.doorward.client.StepUp;
import dev.doorward.client.StepUpRequiredException;
import dev.doorward.client.TokenSource;
import dev.doorward.client.TryLaterException;
import dev.doorward.client.UnauthenticatedException;
import dev.doorward.contract.echo.Received;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.core.who.Acr;
import dev.doorward.oauth.token.Order;
import dev.doorward.oauth.token.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client for Java against the door. What was sent is read from the door's own log. */
@Timeout(60)
class JavaClientTest {
  private static final int MANY = 200;

  @TempDir Path folder;

  private House house;
  private final AtomicInteger refreshes = new AtomicInteger();

  @BeforeEach
  void open() throws Exception {
    house = House.of(folder, Fixture.DEFAULT);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void twoHundredRequestsWithAnExpiredTokenRefreshOnce() throws Exception {
    DoorwardClient client = client("T_exp", "T_ok").build();
    assertThat(many(() -> client.send(get("/me"), ofString()).statusCode())).containsOnly(200);
    assertThat(refreshes).hasValue(1);
    assertThat(house.app.count()).isEqualTo(MANY);
    List<String> sent = statuses("/me");
    assertThat(sent.stream().filter("200"::equals)).hasSize(MANY);
    assertThat(sent.stream().filter("401"::equals)).hasSizeBetween(1, MANY);
    assertThat(sent).hasSizeLessThanOrEqualTo(2 * MANY);
  }

  @Test
  void aTokenRevokedWhileInUseIsReplacedOnTheNextRequest() throws Exception {
    Tokens.Issued issued = issue();
    DoorwardClient client =
        DoorwardClient.to(house.url, source("T_ok")).startingWith(issued.token()).build();
    assertThat(client.send(get("/me"), discarding()).statusCode()).isEqualTo(200);
    assertThat(refreshes).hasValue(0);
    house.server.services().house().tokens().revoke(issued.id());
    assertThat(many(() -> client.send(post("/upload", "pay"), ofString()).statusCode()))
        .containsOnly(200);
    assertThat(refreshes).hasValue(1);
    List<Received> uploads = received("/upload");
    assertThat(uploads).as("the application saw each once").hasSize(MANY);
    assertThat(uploads).allMatch(upload -> upload.bodyLength() == 3);
  }

  @Test
  void aSecond401IsTold() throws Exception {
    DoorwardClient client = client("T_revoked", "T_exp").build();
    assertThatThrownBy(() -> client.send(get("/me"), ofString()))
        .isInstanceOfSatisfying(
            UnauthenticatedException.class,
            e -> {
              assertThat(e.problem().name()).isEqualTo("invalid_token");
              assertThat(e.problem().loginUri())
                  .contains(URI.create(house.url + "/.doorward/login"));
            });
    assertThat(refreshes).hasValue(1);
    assertThat(statuses("/me")).containsExactly("401", "401");
  }

  @Test
  void a403IsSentOnce() throws Exception {
    DoorwardClient client = client("T_ok", "T_ok").build();
    assertThatThrownBy(() -> client.send(get("/admin"), ofString()))
        .isInstanceOfSatisfying(
            ForbiddenException.class, e -> assertThat(e.problem().name()).isEqualTo("forbidden"));
    assertThatThrownBy(() -> client.send(get("/reports"), ofString()))
        .isInstanceOfSatisfying(
            ForbiddenException.class,
            e -> {
              assertThat(e.problem().name()).isEqualTo("insufficient_scope");
              assertThat(e.problem().scopes()).containsExactly("reports:read");
            });
    assertThat(refreshes).hasValue(0);
    house.close();
    assertThat(statuses("/admin")).containsExactly("403");
    assertThat(statuses("/reports")).containsExactly("403");
  }

  @Test
  void aRouteWhichTakesNoTokenCostsNone() throws Exception {
    DoorwardClient client = client("T_ok", "T_ok").build();
    assertThatThrownBy(() -> client.send(get("/cookie-only"), ofString()))
        .isInstanceOfSatisfying(
            UnauthenticatedException.class,
            e -> assertThat(e.problem().name()).isEqualTo("authentication_required"));
    assertThat(refreshes).hasValue(0);
    assertThat(statuses("/cookie-only")).containsExactly("401");
  }

  @Test
  void onePersonIsAskedOnceToStepUp() throws Exception {
    List<StepUp> asked = new CopyOnWriteArrayList<>();
    DoorwardClient client =
        client("T_ok", "T_ok")
            .stepUp(wanted -> {
              asked.add(wanted);
              Thread.sleep(100);
              return house.token("T_mfa");
            })
            .build();
    assertThat(many(() -> client.send(post("/pay", "x"), ofString()).statusCode()))
        .containsOnly(200);
    assertThat(asked)
        .containsExactly(new StepUp(List.of("urn:dw:mfa"), Optional.empty(), List.of()));
    assertThat(refreshes).hasValue(0);
    assertThat(received("/pay")).hasSize(MANY);
  }

  @Test
  void everythingThatAStepUpMustReachIsTold() {
    assertThatThrownBy(() -> client("T_mfa_old", "T_ok").build().send(get("/pay"), ofString()))
        .isInstanceOfSatisfying(
            StepUpRequiredException.class,
            e ->
                assertThat(e.wanted())
                    .isEqualTo(
                        new StepUp(List.of(), Optional.of(Duration.ofMinutes(5)), List.of())));
    assertThatThrownBy(() -> client("T_stale", "T_ok").build().send(get("/transfer"), ofString()))
        .isInstanceOfSatisfying(
            StepUpRequiredException.class,
            e ->
                assertThat(e.wanted())
                    .isEqualTo(
                        new StepUp(
                            List.of("urn:dw:mfa"),
                            Optional.of(Duration.ofMinutes(5)),
                            List.of("payments:write"))));
  }

  @Test
  void headIsRepeatedWithAFreshTokenToo() throws Exception {
    HttpRequest head = HttpRequest.newBuilder(house.url.resolve("/me")).HEAD().build();
    assertThat(client("T_exp", "T_ok").build().send(head, discarding()).statusCode())
        .isEqualTo(200);
    assertThat(refreshes).hasValue(1);
  }

  @Test
  void theApplicationsAnswersPass() throws Exception {
    DoorwardClient client = client("T_ok", "T_ok").build();
    for (int status : new int[] {401, 403, 404, 425, 429, 500, 503}) {
      HttpRequest request =
          HttpRequest.newBuilder(house.url.resolve("/me"))
              .header("Echo-Status", "" + status)
              .header("Echo-Field", "Retry-After: 0")
              .build();
      HttpResponse<String> response = client.send(request, ofString());
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).contains("\"method\"");
    }
    assertThat(house.app.count()).isEqualTo(7);
    assertThat(refreshes).hasValue(0);
  }

  @Test
  void anApplicationWhichIsAwayIsTold() {
    assertThatThrownBy(() -> client("T_ok", "T_ok").build().send(get("/dead"), ofString()))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.problem().name()).isEqualTo("upstream_unreachable"));
    assertThatThrownBy(() -> client("T_ok", "T_ok").build().send(get("/secret/42"), ofString()))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.problem().name()).isEqualTo("not_found"));
  }

  @Test
  void aThrottleIsTakenAtItsWord() throws Exception {
    DoorwardClient client = DoorwardClient.to(house.url, () -> "nobody-issued-this").build();
    Optional<TryLaterException> last = Optional.empty();
    int unauthenticated = 0;
    while (last.isEmpty()) {
      try {
        client.send(get("/me"), ofString());
      } catch (TryLaterException e) {
        last = Optional.of(e);
      } catch (UnauthenticatedException e) {
        unauthenticated++;
      }
    }
    assertThat(unauthenticated).as("tokens: 300/5m, and two of each request").isEqualTo(150);
    assertThat(last.get().problem().name()).isEqualTo("too_many_attempts");
    assertThat(last.get().retryAfter().orElseThrow())
        .as("longer than the client may wait")
        .isBetween(Duration.ofSeconds(31), Duration.ofMinutes(5));
    // It is not the token's fault, and a good one passes.
    assertThat(client("T_ok", "T_ok").build().send(get("/me"), discarding()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void cancellingEndsTheExchangeAndTheClientGoesOn() throws Exception {
    DoorwardClient client = client("T_ok", "T_ok").build();
    HttpRequest slow =
        HttpRequest.newBuilder(house.url.resolve("/upload")).header("Echo-Delay", "1500ms").build();
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(slow, ofString());
    while (house.app.count() == 0) {
      Thread.sleep(5);
    }
    assertThat(answer.cancel(true)).isTrue();
    Thread blocked =
        Thread.startVirtualThread(() -> {
          try {
            client.send(slow, ofString());
          } catch (InterruptedException e) {
            refreshes.incrementAndGet(); // the only way to get there
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    while (house.app.count() == 1) {
      Thread.sleep(5);
    }
    blocked.interrupt();
    assertThat(blocked.join(Duration.ofSeconds(1))).as("sooner than the answer").isTrue();
    assertThat(refreshes).hasValue(1);
    assertThat(client.send(get("/me"), discarding()).statusCode()).isEqualTo(200);
  }

  private DoorwardClient.Builder client(String first, String next) {
    return DoorwardClient.to(house.url, source(next)).startingWith(house.token(first));
  }

  /** Gives that token each time, and takes a moment for it. */
  private TokenSource source(String token) {
    return () -> {
      refreshes.incrementAndGet();
      Thread.sleep(100);
      return house.token(token);
    };
  }

  private Tokens.Issued issue() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String alice = house.server.services().house().users().byName("alice").orElseThrow().id();
    return house
        .server
        .services()
        .house()
        .tokens()
        .issue(
            new Order(
                alice,
                List.of(),
                List.of(house.fixture.origin()),
                Acr.PWD,
                Optional.of(now),
                Optional.empty(),
                now,
                now.plus(Duration.ofHours(1)),
                false,
                Optional.empty()));
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(house.url.resolve(path)).build();
  }

  private HttpRequest post(String path, String body) {
    return HttpRequest.newBuilder(house.url.resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private List<Received> received(String path) {
    return house.app.requests().stream().filter(r -> r.target().equals(path)).toList();
  }

  private static <T> List<T> many(Callable<T> task) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        futures.add(executor.submit(task));
      }
      for (Future<T> each : futures) {
        results.add(each.get());
      }
    }
    return results;
  }

  /** How the door answered requests for that path; ends the house, so that its log is whole. */
  private List<String> statuses(String path) throws Exception {
    house.close();
    List<String> statuses = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("access.log"))) {
      Entry entry = Entry.of(line).orElseThrow();
      if (entry.text("path").equals(Optional.of(path))) {
        statuses.add(entry.text("status").orElseThrow());
      }
    }
    return statuses;
  }
}
