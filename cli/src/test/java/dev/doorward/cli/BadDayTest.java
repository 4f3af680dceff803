package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Filter;
import dev.doorward.contract.Result;
import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.PostgresServer;
import dev.doorward.contract.fixture.StoreRelay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad days: the store gone, everybody at once, the end of a server. */
class BadDayTest {
  @TempDir Path folder;

  @Test
  @Tag("needs-postgresql")
  void withItsStoreGoneNobodyIsLetInAndNobodyIsBlamed() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        StoreRelay relay = StoreRelay.to(database.address());
        House house =
            House.of(Files.createDirectory(folder.resolve("door")), Fixture.STORE_DOWN, relay);
        Target target = Target.of(house.url, house.fixture)) {
      List<Result> results = target.runner().app(house.app).relay(relay).run(Filter.only("G14"));
      assertThat(results.stream().filter(Result::failed).map(Result::toString)).isEmpty();
      assertThat(results.stream().filter(Result::passed).map(Result::id))
          .contains("C237", "C238", "C239");
    }
  }

  @Test
  void aThousandSignInsAtOnceAreAnsweredAndTokensGoOn() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT);
        ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = house.url.getPort();
      String body = "{\"username\":\"alice\",\"password\":\"" + house.password("alice") + "\"}";
      List<Callable<Integer>> signIns = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        signIns.add(() -> status(signIn(port, body)));
      }
      List<Future<Integer>> answers = new ArrayList<>();
      signIns.forEach(signIn -> answers.add(many.submit(signIn)));
      String token = house.token("T_ok");
      for (int i = 0; i < 50; i++) {
        assertThat(
                status(
                    Raw.ask(
                        port,
                        "GET /me HTTP/1.1",
                        "Host: 127.0.0.1:" + port,
                        "Authorization: Bearer " + token)))
            .isEqualTo(200);
      }
      Map<Integer, Long> byStatus = new java.util.TreeMap<>();
      for (Future<Integer> answer : answers) {
        byStatus.merge(answer.get(60, TimeUnit.SECONDS), 1L, Long::sum);
      }
      System.out.println("1000 sign-ins at once: " + byStatus);
      assertThat(byStatus.keySet()).containsOnly(200, 503);
      assertThat(byStatus.values().stream().mapToLong(n -> n).sum()).isEqualTo(1000);
    }
  }

  @Test
  void c348_whileItStopsHealthSays503() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      BrokenDoor door = new BrokenDoor(house);
      assertThat(door.health().status()).isEqualTo(503);
      assertThat(door.health().headers().first("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void whatIsInFlightIsFinishedBeforeTheServerStops() throws Exception {
    House house = House.of(folder, Fixture.DEFAULT);
    int port = house.url.getPort();
    try (Raw slow = new Raw(port)) {
      slow.say("GET /public/x HTTP/1.1", "Host: 127.0.0.1:" + port, "Echo-Delay: 1s");
      Thread.sleep(300);
      Thread stop = Thread.startVirtualThread(house.server::close);
      assertThat(slow.rest()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
      stop.join(20_000);
    } finally {
      house.app.close();
    }
  }

  @Test
  void c240_aBugIs500WithoutDetailAndNothingIsForwarded() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      var door = new BrokenDoor(house);
      String text = new String(door.answer().body(), StandardCharsets.UTF_8);
      assertThat(door.answer().status()).isEqualTo(500);
      assertThat(text)
          .contains("urn:doorward:problem:internal_error")
          .doesNotContain("secret detail")
          .doesNotContain("Exception");
      assertThat(house.app.count()).isZero();
    }
  }

  private static String signIn(int port, String body) throws IOException {
    try (Raw raw = new Raw(port, "127.0.0.5")) {
      raw.say(
          "POST /.doorward/login HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Content-Type: application/json",
          "Content-Length: " + body.length(),
          "Connection: close");
      raw.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      raw.socket.setSoTimeout(60_000);
      String answer = raw.rest();
      if (status(answer) == 503) {
        assertThat(OpenStreamTest.field(answer, "Retry-After")).isPresent();
      }
      return answer;
    }
  }

  private static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }
}
