package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.PostgresServer;
import dev.doorward.contract.fixture.StoreRelay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and health. */
class AdminTest {
  @TempDir Path folder;

  @Test
  void metricsHaveTheNamesThatArePromised() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      AuditTest.login(port, "alice", house.password("alice"));
      AuditTest.login(port, "alice", "wrong");
      Raw.ask(port, "GET /me HTTP/1.1", "Host: 127.0.0.1:" + port);
      Raw.ask(
          port,
          "GET /me HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Authorization: Bearer " + house.token("T_ok"));
      house.server.reload();
      HttpResponse<String> answer = get(house.admin.resolve("/metrics"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      String text = answer.body();
      assertThat(text)
          .contains(
              "doorward_decisions_total{decision=\"prove\",face=\"door\",reason=\"nothing\"} 1.0",
              "doorward_decision_seconds_count{face=\"door\"}",
              "doorward_upstream_seconds_count 1",
              "doorward_signins_total{result=\"ok\"} 1.0",
              "doorward_signins_total{result=\"password\"} 1.0",
              "doorward_store_seconds_count{op=\"read\"}",
              "doorward_store_seconds_count{op=\"write\"}",
              "doorward_audit_dropped_total 0.0",
              "doorward_audit_writable 1.0",
              "doorward_access_log_dropped_total 0.0",
              "doorward_config_reloads_total{result=\"ok\"} 1.0",
              "doorward_config_last_reload_successful 1.0");
      // Three people of the fixture are signed in from the start, one of them suspended.
      assertThat(Pattern.compile("(?m)^doorward_sessions [1-9]").matcher(text).find()).isTrue();
    }
  }

  @Test
  void readySaysWhatIsWrong() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      assertThat(get(house.admin.resolve("/health/live")).body()).isEqualTo("ok\n");
      assertThat(get(house.admin.resolve("/health/ready")).body())
          .isEqualTo("{\"ready\":true,\"fails\":[],\"warnings\":[]}\n");
      Files.writeString(folder.resolve("doorward.yaml"), "nonsense: true\n");
      assertThat(house.server.reload()).isFalse();
      HttpResponse<String> answer = get(house.admin.resolve("/health/ready"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"ready\":true", "configuration as it stands is refused");
      assertThat(get(house.admin.resolve("/metrics")).body())
          .contains("doorward_config_last_reload_successful 0.0");
    }
  }

  @Test
  void aFullDiskIsTold() throws Exception {
    Files.createSymbolicLink(folder.resolve("audit.jsonl"), Path.of("/dev/full"));
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      assertThat(AuditTest.login(port, "alice", house.password("alice")))
          .startsWith("HTTP/1.1 503 ");
      for (int i = 0; i < 5; i++) {
        Raw.ask(port, "GET /me HTTP/1.1", "Host: 127.0.0.1:" + port);
      }
      Pattern lost = Pattern.compile("doorward_audit_dropped_total [1-9]");
      String text = get(house.admin.resolve("/metrics")).body();
      for (int i = 0; i < 200 && !lost.matcher(text).find(); i++) {
        Thread.sleep(50);
        text = get(house.admin.resolve("/metrics")).body();
      }
      assertThat(text)
          .contains("doorward_audit_writable 0.0")
          .contains("doorward_signins_total{result=\"no-verifier\"} 1.0");
      assertThat(text).containsPattern(lost);
      assertThat(get(house.admin.resolve("/health/ready")).body())
          .contains("the audit log cannot be written");
    }
  }

  @Test
  void nothingElseIsAnsweredThereAndNoOtherNameIs() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.admin.getPort();
      String host = "Host: 127.0.0.1:" + port;
      for (String path :
          new String[] {"/", "/me", "/metricsx", "/metrics/x", "/.doorward/nothing"}) {
        assertThat(Raw.ask(port, "GET " + path + " HTTP/1.1", host))
            .startsWith("HTTP/1.1 404 ")
            .contains("X-Request-Id: ", "application/problem+json", "Cache-Control: no-store");
      }
      assertThat(Raw.ask(port, "POST /metrics HTTP/1.1", host, "Content-Length: 0"))
          .startsWith("HTTP/1.1 405 ")
          .contains("Allow: GET, HEAD");
      assertThat(Raw.ask(port, "GET /metrics HTTP/1.1", "Host: rebound.example:" + port))
          .startsWith("HTTP/1.1 421 ")
          .contains("X-Request-Id: ");
      assertThat(Raw.ask(port, "GET /metrics HTTP/1.1", "Host: 127.0.0.1:1"))
          .startsWith("HTTP/1.1 421 ");
      assertThat(Raw.ask(port, "GET /metrics HTTP/1.1", "Host: localhost:" + port))
          .startsWith("HTTP/1.1 200 ");
      assertThat(Raw.ask(port, "GET /metrics?" + "x".repeat(5000) + " HTTP/1.1", host))
          .startsWith("HTTP/1.1 414 ")
          .contains("X-Request-Id: ");
      assertThat(Raw.ask(port, "HEAD /health/live HTTP/1.1", host)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  @Tag("needs-postgresql")
  void withItsStoreGoneItIsNotReady() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        StoreRelay relay = StoreRelay.to(database.address());
        House house =
            House.of(Files.createDirectory(folder.resolve("door")), Fixture.STORE_DOWN, relay)) {
      assertThat(get(house.admin.resolve("/health/ready")).statusCode()).isEqualTo(200);
      relay.cut();
      Thread.sleep(1100);
      HttpResponse<String> answer = get(house.admin.resolve("/health/ready"));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"fails\":[\"the store cannot be reached\"]");
      assertThat(get(house.admin.resolve("/health/live")).statusCode()).isEqualTo(200);
    }
  }

  static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
