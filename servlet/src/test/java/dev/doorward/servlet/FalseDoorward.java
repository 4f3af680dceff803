package dev.doorward.servlet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An application which trusts what answers as a test wants, in place of a Doorward. */
abstract class FalseDoorward {
  static final String TOKEN = "dw_pat_some";
  static final String QUIET =
      "{\"epoch\":\"e1\",\"last\":0,\"behind_ms\":5,\"missed\":false,\"changes\":[]}";

  @TempDir Path folder;

  final HttpClient http = HttpClient.newHttpClient();
  final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  final CountDownLatch over = new CountDownLatch(1);
  final AtomicInteger verifications = new AtomicInteger();
  HttpServer remote;
  TrustingApp app;

  volatile Answer changes = exchange -> say(exchange, 200, QUIET);
  volatile Answer verification = exchange -> say(exchange, 200, good("user"));
  volatile Answer keys = exchange -> say(exchange, 200, "{\"keys\":[]}");

  /** What it does with a question. */
  interface Answer {
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
    app =
        new TrustingApp(
            folder,
            "dw_pat_mine",
            "https://app.example",
            URI.create("http://127.0.0.1:" + remote.getAddress().getPort()),
            """
            roles: { user: [], admin: [ "*" ] }
            routes:
              - { path: /me, access: signed-in }
            """
                + more());
  }

  @AfterEach
  void stop() throws Exception {
    over.countDown();
    app.close();
    remote.stop(0);
    threads.shutdownNow();
    http.close();
  }

  String good(String role) {
    long now = Instant.now().getEpochSecond();
    return """
    {"active":true,"epoch":"e1","last":0,"token_id":"tok_1","user_id":"usr_1","user":"alice","roles":["%s"],
     "suspended":false,"must_change":false,"audience":["http://127.0.0.1:%d"],"scopes":[],
     "acr":"urn:dw:pwd","auth_time":%d,"iat":%d,"exp":%d}\
    """
        .formatted(role, app.port, now, now, now + 300);
  }

  static void say(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The head comes at once, the body never. */
  void stall(HttpExchange exchange) throws IOException {
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

  /** More lines for the file of the application. */
  String more() {
    return "";
  }

  HttpResponse<String> ask(String token) throws Exception {
    return ask(http, token);
  }

  HttpResponse<String> ask(HttpClient client, String token) throws Exception {
    return app.ask(client, "/me", token);
  }
}
