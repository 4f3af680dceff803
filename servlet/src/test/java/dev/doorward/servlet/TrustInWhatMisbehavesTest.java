package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.doorward.contract.fixture.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Doorward which is trusted, or what stands between, answers otherwise than was promised. */
class TrustInWhatMisbehavesTest {
  private static final String TOKEN = "dw_pat_some";
  private static final String QUIET =
      "{\"epoch\":\"e1\",\"last\":0,\"missed\":false,\"changes\":[]}";

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger verifications = new AtomicInteger();
  private HttpServer remote;
  private Container app;
  private int port;

  private volatile Answer changes = exchange -> say(exchange, 200, QUIET);
  private volatile Answer verification = exchange -> say(exchange, 200, good("user"));
  private volatile Answer keys = exchange -> say(exchange, 200, "{\"keys\":[]}");

  /** What it does with a question. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws Exception {
    remote = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    remote.setExecutor(threads);
    remote.createContext(
        "/api/v1/changes",
        exchange -> {
          pause(50);
          changes.to(exchange);
        });
    remote.createContext(
        "/api/v1/verifications",
        exchange -> {
          verifications.incrementAndGet();
          verification.to(exchange);
        });
    remote.createContext("/.doorward/oauth/jwks", exchange -> keys.to(exchange));
    remote.createContext("/elsewhere", exchange -> say(exchange, 200, good("admin")));
    remote.start();
    port = FreePort.next();
    Files.writeString(folder.resolve("trust.token"), "dw_pat_mine\n");
    Files.writeString(
        folder.resolve("doorward.yaml"),
        """
        origin: http://127.0.0.1:%d
        trust: { origin: https://app.example, server: http://127.0.0.1:%d, token-file: trust.token }
        roles: { user: [], admin: [ "*" ] }
        routes:
          - { path: /me, access: signed-in }
        """
            .formatted(port, remote.getAddress().getPort()));
    app =
        Container.Kind.TOMCAT.start(
            port,
            folder,
            new DoorwardFilter(folder.resolve("doorward.yaml").toString()),
            Map.of("/*", new EchoServlet()));
  }

  @AfterEach
  void stop() throws Exception {
    over.countDown();
    app.close();
    remote.stop(0);
    threads.shutdownNow();
    http.close();
  }

  private String good(String role) {
    long now = Instant.now().getEpochSecond();
    return """
    {"active":true,"token_id":"tok_1","user_id":"usr_1","user":"alice","roles":["%s"],
     "suspended":false,"must_change":false,"audience":["http://127.0.0.1:%d"],"scopes":[],
     "acr":"urn:dw:pwd","auth_time":%d,"iat":%d,"exp":%d}\
    """
        .formatted(role, port, now, now, now + 300);
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The head comes at once, the body never. */
  private void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    body.write('{');
    body.flush();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> ask(String token) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/me"))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aBodyWhichNeverComesIs503InTime() throws Exception {
    verification = this::stall;
    long begun = System.nanoTime();
    HttpResponse<String> refused = ask(TOKEN);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    verification = exchange -> say(exchange, 200, good("user"));
    assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void aFeedWhoseBodyNeverComesIsFollowedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    changes =
        exchange -> {
          asked.incrementAndGet();
          stall(exchange);
        };
    Soon.holds(() -> assertThat(asked.get()).isPositive());
    changes = exchange -> say(exchange, 200, QUIET);
    Soon.holds(() -> {
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered again").isEqualTo(before);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"active\":\"yes\"}",
        "{\"active\":null}",
        "\"iat\":1=>\"iat\":1e300",
        "\"exp\":=>\"exp\":9999999999999999999",
        "[\"user\"]=>[null]",
        "[\"user\"]=>\"admin\"",
        "\"user_id\":\"usr_1\"=>\"user_id\":7",
        "\"suspended\":false,=>",
        "\"must_change\":false=>\"must_change\":\"no\"",
        "urn:dw:pwd=>urn:dw:other",
        "{\"active\"=><html>{\"active\"",
      })
  void anAnswerWhichIsNotThePromisedOneIs503(String wrong) throws Exception {
    String[] change = wrong.split("=>", -1);
    String said = change.length == 1 ? wrong : good("user").replace(change[0], change[1]);
    verification = exchange -> say(exchange, 200, said);
    assertThat(ask(TOKEN).statusCode()).as(said).isEqualTo(503);
  }

  @Test
  void redirectsAreNotFollowedAndEndlessAnswersEnd() throws Exception {
    verification =
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          say(exchange, 307, "");
        };
    assertThat(ask(TOKEN).statusCode()).isEqualTo(503);
    verification = exchange -> say(exchange, 200, " ".repeat(2 << 20) + good("admin"));
    assertThat(ask(TOKEN).statusCode()).isEqualTo(503);
    for (int status : new int[] {401, 403, 404, 500}) {
      verification = exchange -> say(exchange, status, good("admin"));
      assertThat(ask(TOKEN).statusCode()).as("%d there", status).isEqualTo(503);
    }
  }

  @Test
  void aChangeOfAKindWhichOnlyALaterVersionKnowsForgetsAndTheFeedGoesOn() throws Exception {
    Soon.holds(() -> {
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).isEqualTo(before);
    });
    verification = exchange -> say(exchange, 200, "{\"active\":false}");
    changes =
        exchange ->
            say(
                exchange,
                200,
                exchange.getRequestURI().getQuery().contains("after=1")
                    ? QUIET.replace("\"last\":0", "\"last\":1")
                    : QUIET
                        .replace("\"last\":0", "\"last\":1")
                        .replace("[]", "[{\"kind\":\"galaxy\",\"id\":\"g1\"}]"));
    Soon.holds(() -> assertThat(ask(TOKEN).statusCode()).isEqualTo(401));
    verification = exchange -> say(exchange, 200, good("user"));
    Soon.holds(() -> {
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered again").isEqualTo(before);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"epoch\":\"a b{\"", "\"epoch\":null", "\"epoch\":\"e1\",\"last\":-9"})
  void oneWrongPageDoesNotEndTheFeed(String wrong) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    String page = QUIET.replace("\"epoch\":\"e1\"", wrong);
    changes =
        exchange -> {
          asked.incrementAndGet();
          say(exchange, 200, wrong.contains("last") ? page.replace(",\"last\":0", "") : page);
        };
    Soon.holds(() -> assertThat(asked.get()).isGreaterThan(1));
    changes =
        exchange -> {
          boolean good = exchange.getRequestURI().getQuery().matches("epoch=(e1)?&after=0&.*");
          say(exchange, good ? 200 : 400, QUIET);
        };
    Soon.holds(() -> {
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered").isEqualTo(before);
    });
  }

  @Test
  void ofNodesWhichAnswerInTurnNothingIsRememberedAndNobodyIsFlooded() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    changes =
        exchange ->
            say(exchange, 200, QUIET.replace("\"e1\"", "\"node" + asked.incrementAndGet() + "\""));
    int before = asked.get();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < Duration.ofSeconds(2).toNanos()) {
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
    }
    assertThat(asked.get() - before).isBetween(4, 15);
    verification = exchange -> say(exchange, 200, "{\"active\":false}");
    Soon.holds(() -> assertThat(ask(TOKEN).statusCode()).isEqualTo(401));
  }

  @Test
  void forgedTokensDoNotQueueForKeysWhichDoNotCome() throws Exception {
    keys = this::stall;
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < 8; i++) {
      String token = forged("k" + i);
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return ask(token).statusCode();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              threads));
    }
    for (CompletableFuture<Integer> each : all) {
      assertThat(each.get()).isEqualTo(503);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(7));
  }

  private static String forged(String key) {
    String head = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + key + "\"}";
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(head.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString("{}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(new byte[64]);
  }
}
