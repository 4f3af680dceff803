package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who uses the admin API, and believes none of its answers before they are checked. */
final class ApiClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final ApiDocument document;
  final Set<String> called = new TreeSet<>();
  private final URI admin;
  private final HttpClient http = HttpClient.newHttpClient();
  private String token;

  record Said(int status, HttpResponse<String> answer) {
    JsonNode json() {
      return JSON.readTree(answer.body());
    }

    String text(String member) {
      JsonNode value = json().get(member);
      return value == null ? "" : value.asString();
    }

    String field(String name) {
      return answer.headers().firstValue(name).orElse("");
    }

    Said is(int wanted) {
      assertThat(status).as(answer.body()).isEqualTo(wanted);
      return this;
    }
  }

  ApiClient(URI admin, String token) throws IOException, InterruptedException {
    this.admin = admin;
    this.token = token;
    this.document = new ApiDocument(AdminTest.get(admin.resolve("/api/v1/openapi.json")).body());
  }

  ApiClient as(String other) {
    token = other;
    return this;
  }

  /** A request as the document has it. */
  Said call(String method, String path, @Nullable String body) throws Exception {
    ApiDocument.Operation operation = document.called(method, url(path));
    assertThat(document.ofRequest(operation, body)).as("%s %s", method, path).isEmpty();
    called.add(operation.id());
    return checked(operation, send(method, path, body));
  }

  Said get(String path) throws Exception {
    return call("GET", path, null);
  }

  /** A request as the document does not have it; the answer must be one of the document's. */
  Said wrong(String method, String path, @Nullable String body) throws Exception {
    return checked(document.called(method, url(path)), send(method, path, body));
  }

  Said send(String method, String path, @Nullable String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url(path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<String> answer =
        http.send(
            request
                .method(
                    method,
                    body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    return new Said(answer.statusCode(), answer);
  }

  private Said checked(ApiDocument.Operation operation, Said said) {
    assertThat(
            document.ofAnswer(
                operation, said.status(), said.field("Content-Type"), said.answer().body()))
        .as("%s answers %s %s", operation.id(), said.status(), said.answer().body())
        .isEmpty();
    if (said.status() >= 400) {
      assertThat(said.text("instance")).isEqualTo("urn:uuid:" + said.field("X-Request-Id"));
      assertThat(said.json().get("status").intValue()).isEqualTo(said.status());
    }
    assertThat(said.field("Cache-Control")).isEqualTo("no-store");
    return said;
  }

  private URI url(String path) {
    return admin.resolve("/api/v1/" + path);
  }

  @Override
  public void close() {
    http.close();
  }
}
