package dev.doorward.client;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever does not want to wait need not: not for an answer, not for a pause, not for a token. */
@Timeout(30)
class AbortTest {
  private final Source source = new Source();

  private static Door patient() throws Exception {
    return new Door((exchange, asked, number) -> {
      exchange.getResponseHeaders().set("Retry-After", "20");
      Door.problem(exchange, 503, "overloaded");
    });
  }

  @Test
  void anInterruptEndsAPause() throws Exception {
    try (Door door = patient()) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      AtomicReference<Throwable> seen = new AtomicReference<>();
      Thread thread =
          Thread.startVirtualThread(() -> {
            try {
              client.send(door.get("/"), ofString());
            } catch (Exception e) {
              seen.set(e);
            }
          });
      await(() -> thread.getState() == Thread.State.TIMED_WAITING && door.asked().size() == 1);
      thread.interrupt();
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
      assertThat(seen.get()).isInstanceOf(InterruptedException.class);
      assertThat(door.asked()).hasSize(1);
    }
  }

  @Test
  void cancellingEndsAPause() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          Door.problem(exchange, 503, "overloaded");
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      CompletableFuture<HttpResponse<String>> answer = client.sendAsync(door.get("/"), ofString());
      await(() -> door.asked().size() == 1);
      assertThat(answer.cancel(true)).isTrue();
      Thread.sleep(1500);
      assertThat(door.asked()).hasSize(1);
    }
  }

  @Test
  void cancellingEndsAnExchange() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Throwable> gone = new AtomicReference<>();
    CountDownLatch written = new CountDownLatch(1);
    try (Door door =
        new Door((exchange, asked, number) -> {
          exchange.sendResponseHeaders(200, 0);
          release.await();
          try {
            for (int i = 0; i < 1000; i++) {
              exchange.getResponseBody().write(new byte[64 * 1024]);
            }
          } catch (java.io.IOException e) {
            gone.set(e);
          }
          written.countDown();
        })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      CompletableFuture<HttpResponse<String>> answer = client.sendAsync(door.get("/"), ofString());
      await(() -> door.asked().size() == 1);
      answer.cancel(true);
      Thread.sleep(300); // the connection is closed by then
      release.countDown();
      assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(gone.get()).as("the server sees that nobody reads").isNotNull();
    }
  }

  @Test
  void aTimeoutOfTheFutureEndsItToo() throws Exception {
    try (Door door = patient()) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(door.get("/"), ofString()).orTimeout(200, TimeUnit.MILLISECONDS);
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void whoeverGivesUpWaitingForATokenLeavesItToTheOthers() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger fetched = new AtomicInteger();
    TokenSource slow =
        () -> {
          fetched.incrementAndGet();
          release.await();
          return "token1";
        };
    try (Door door = new Door((exchange, asked, number) -> Door.ok(exchange, ""))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), slow).build();
      CompletableFuture<HttpResponse<String>> first = client.sendAsync(door.get("/"), ofString());
      await(() -> fetched.get() == 1);
      CompletableFuture<HttpResponse<String>> second = client.sendAsync(door.get("/"), ofString());
      first.cancel(true);
      release.countDown();
      assertThat(second.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(door.asked()).hasSize(1);
      assertThat(fetched).hasValue(1);
    }
  }

  @Test
  void aFutureTellsWhatSendThrows() throws Exception {
    try (Door door =
        new Door((exchange, asked, number) -> Door.problem(exchange, 403, "forbidden"))) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      assertThatThrownBy(() -> client.sendAsync(door.get("/"), ofString()).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(ForbiddenException.class);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }
}
