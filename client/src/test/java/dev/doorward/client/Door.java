package dev.doorward.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server which answers as a test says, and remembers what it was asked. */
final class Door implements AutoCloseable {
  /** What one request brought. */
  record Asked(String method, String path, String authorization, String body) {}

  /** How to answer the request of that number, counted from 1. */
  @FunctionalInterface
  interface Script {
    void answer(HttpExchange exchange, Asked asked, int number) throws Exception;
  }

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  Door(Script script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          Asked now =
              new Asked(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  authorization == null ? "" : authorization,
                  body);
          int number;
          synchronized (asked) {
            asked.add(now);
            number = asked.size();
          }
          try (exchange) {
            script.answer(exchange, now, number);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    server.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url(path));
  }

  HttpRequest get(String path) {
    return request(path).build();
  }

  HttpRequest post(String path, String body) {
    return request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  List<String> tokens() {
    return asked.stream().map(a -> a.authorization().replace("Bearer ", "")).toList();
  }

  static void ok(HttpExchange exchange, String body) throws IOException {
    send(exchange, 200, body);
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || octets.length == 0;
    exchange.sendResponseHeaders(status, bodiless ? -1 : octets.length);
    if (!bodiless) {
      exchange.getResponseBody().write(octets);
    }
  }

  /** A problem document as Doorward writes them. */
  static void problem(HttpExchange exchange, int status, String name, Map<String, Object> members)
      throws IOException {
    String id = UUID.randomUUID().toString();
    StringBuilder json =
        new StringBuilder(
            "{\"type\":\"urn:doorward:problem:%s\",\"title\":\"A title\",\"status\":%d,\"instance\":\"urn:uuid:%s\""
                .formatted(name, status, id));
    members.forEach((member, value) ->
        json.append(",\"")
            .append(member)
            .append("\":")
            .append(value instanceof String ? "\"" + value + "\"" : value));
    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
    exchange.getResponseHeaders().set("X-Request-Id", id);
    send(exchange, status, json + "}");
  }

  static void problem(HttpExchange exchange, int status, String name) throws IOException {
    problem(exchange, status, name, Map.of());
  }

  static void challenge(HttpExchange exchange, String line) {
    exchange.getResponseHeaders().add("WWW-Authenticate", line);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
