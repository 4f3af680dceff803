package dev.doorward.bench;

import dev.doorward.bench.Wrk.Question;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One request, outside the load. */
final class Asked {
  private Asked() {}

  /** What is answered. */
  static HttpResponse<String> once(Question q) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + q.port() + q.path()))
              .timeout(Duration.ofMinutes(1));
      for (String field : q.fields()) {
        request.header(
            field.substring(0, field.indexOf(':')),
            field.substring(field.indexOf(':') + 1).strip());
      }
      if (!q.body().isEmpty()) {
        request.POST(BodyPublishers.ofString(q.body()));
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  /** Whether a token is good, by the status, or by what an introspection says (RFC 7662 §2.2). */
  static boolean ofToken(Question q) throws IOException, InterruptedException {
    HttpResponse<String> answer = once(q);
    if (answer.statusCode() >= 500) {
      throw new IOException(q.path() + " says " + answer.statusCode() + ": " + answer.body());
    }
    return answer.statusCode() / 100 == 2 && !answer.body().contains("\"active\":false");
  }

  /**
   * What was asked for.
   *
   * @throws IOException when the answer is no 200
   */
  static String body(Question q) throws IOException, InterruptedException {
    HttpResponse<String> answer = once(q);
    if (answer.statusCode() != 200) {
      throw new IOException(q.path() + " says " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}
