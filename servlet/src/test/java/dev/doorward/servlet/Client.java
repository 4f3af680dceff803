package dev.doorward.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks an application in which Doorward is. */
final class Client implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final AppHouse house;

  Client(AppHouse house) {
    this.house = house;
  }

  HttpResponse<String> get(String path, String... fields) throws IOException, InterruptedException {
    return send("GET", path, "", fields);
  }

  HttpResponse<String> as(String user, String path) throws IOException, InterruptedException {
    return get(path, "Cookie", session(user));
  }

  /** A cookie of a fresh session. */
  String session(String user) throws IOException, InterruptedException {
    String body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, house.password(user));
    HttpResponse<String> answer =
        send("POST", "/.doorward/login", body, "Content-Type", "application/json");
    if (answer.statusCode() != 200) {
      throw new AssertionError(user + " cannot sign in: " + answer.statusCode() + answer.body());
    }
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return cookie.substring(0, cookie.indexOf(';'));
  }

  HttpResponse<String> send(String method, String path, String body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(house.url + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }
}
