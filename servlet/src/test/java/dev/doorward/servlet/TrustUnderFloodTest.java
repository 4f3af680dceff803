package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** More tokens are asked about than the Doorward which is trusted can answer. */
class TrustUnderFloodTest extends FalseDoorward {
  private static final int MOST = 16;
  private static final int DOUBTED = 4;
  private static final int GUESSES = 20;

  private final AtomicInteger asking = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  @Override
  String more() {
    return "throttle: { tokens: " + GUESSES + "/5m }\n";
  }

  /** Holds every question until then; tokens which begin so are nobody's. */
  private Answer held(CountDownLatch until, String unknown) {
    return exchange -> {
      mostAtOnce.accumulateAndGet(asking.incrementAndGet(), Math::max);
      try {
        hold(until);
        answer(exchange, unknown);
      } finally {
        asking.decrementAndGet();
      }
    };
  }

  private void answer(HttpExchange exchange, String unknown) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    say(exchange, 200, asked.contains(unknown) ? "{\"active\":false}" : good("user"));
  }

  private static void hold(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<CompletableFuture<HttpResponse<String>>> flood(
      HttpClient client, String prefix, int count) {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String token = prefix + i;
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return ask(client, token);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              threads));
    }
    return all;
  }

  private static List<HttpResponse<String>> done(
      List<CompletableFuture<HttpResponse<String>>> all) {
    return all.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
  }

  private static void assertToldToComeAgain(HttpResponse<String> answer, String why) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]|10");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(answer.body()).contains("urn:doorward:problem:" + why);
  }

  private static HttpClient from(String address) throws Exception {
    return HttpClient.newBuilder().localAddress(InetAddress.getByName(address)).build();
  }

  @Test
  void soManyQuestionsAreInFlightAndTheOthersComeAgain() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    verification = held(release, "nothing");
    List<CompletableFuture<HttpResponse<String>>> all = flood(http, "dw_pat_new", 100);
    Soon.holds(() -> assertThat(done(all)).hasSize(100 - MOST));
    done(all).forEach(answer -> assertToldToComeAgain(answer, "overloaded"));
    assertThat(verifications.get()).isEqualTo(MOST);
    release.countDown();
    assertThat(all.stream().map(each -> each.join().statusCode()).filter(s -> s == 200))
        .hasSize(MOST);
    assertThat(mostAtOnce.get()).isEqualTo(MOST);
    assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressWhichGuessesLeavesTheOthersTheirTurn() throws Exception {
    try (HttpClient guesser = from("127.0.0.2");
        HttpClient other = from("127.0.0.3")) {
      verification = exchange -> answer(exchange, "guess");
      Soon.holds(() -> {
        assertThat(ask(guesser, TOKEN).statusCode()).isEqualTo(200);
        int before = verifications.get();
        assertThat(ask(guesser, TOKEN).statusCode()).isEqualTo(200);
        assertThat(verifications.get()).as("remembered").isEqualTo(before);
      });
      for (int i = 0; i < GUESSES; i++) {
        assertThat(ask(guesser, "dw_pat_guess" + i).statusCode()).isEqualTo(401);
      }
      CountDownLatch release = new CountDownLatch(1);
      verification = held(release, "guess");
      List<CompletableFuture<HttpResponse<String>>> all = flood(guesser, "dw_pat_guess_", 60);
      Soon.holds(() -> assertThat(done(all)).hasSize(60 - DOUBTED));
      done(all).forEach(answer -> assertToldToComeAgain(answer, "overloaded"));
      assertThat(mostAtOnce.get()).isEqualTo(DOUBTED);
      verification = exchange -> answer(exchange, "guess");
      assertThat(ask(other, "dw_pat_fresh").statusCode()).isEqualTo(200);
      assertThat(ask(guesser, TOKEN).statusCode()).as("remembered").isEqualTo(200);
      release.countDown();
      assertThat(all.stream().map(each -> each.join().statusCode()).filter(s -> s == 401))
          .hasSize(DOUBTED);
      assertThat(ask(guesser, "dw_pat_good").statusCode()).as("alone").isEqualTo(200);
    }
  }

  @Test
  void whereNobodyAnswersNobodyWaitsUntilOneFindsThatItDoes() throws Exception {
    verification = this::stall;
    assertThat(ask(TOKEN).statusCode()).isEqualTo(503);
    long silent = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      assertToldToComeAgain(ask(TOKEN + i), "auth_backend_unavailable");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - silent)).isLessThan(Duration.ofMillis(500));
    assertThat(verifications.get()).as("only the first asked").isEqualTo(1);
    pause(600);
    List<CompletableFuture<HttpResponse<String>>> all = flood(http, TOKEN, 30);
    Soon.holds(() -> assertThat(done(all)).hasSize(29));
    assertThat(verifications.get()).as("one tries").isEqualTo(2);
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    silent = System.nanoTime();
    verification = exchange -> say(exchange, 200, good("user"));
    Soon.holds(() -> assertThat(ask(TOKEN).statusCode()).isEqualTo(200));
    assertThat(Duration.ofNanos(System.nanoTime() - silent)).isLessThan(Duration.ofSeconds(1));
    assertThat(done(flood(http, TOKEN, 30).stream().peek(CompletableFuture::join).toList()))
        .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
  }
}
