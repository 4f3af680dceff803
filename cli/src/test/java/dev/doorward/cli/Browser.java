package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Somebody's browser on this machine: it keeps cookies by host, whatever the port. */
final class Browser implements AutoCloseable {
  final Map<String, String> cookies = new TreeMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  record Page(HttpResponse<String> answer) {
    int status() {
      return answer.statusCode();
    }

    String body() {
      return answer.body();
    }

    String field(String name) {
      return String.join("\n", answer.headers().allValues(name));
    }

    URI next() {
      return answer.uri().resolve(field("Location"));
    }

    Page is(int wanted) {
      assertThat(status()).as("%s %s", answer.uri(), body()).isEqualTo(wanted);
      return this;
    }
  }

  /** Somebody enters an address or follows a link of the same host. */
  Page go(URI url) throws Exception {
    return send("GET", url, "", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");
  }

  /** Somebody sends a form of the host's own. */
  Page form(URI url, Map<String, String> fields) throws Exception {
    String body =
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        "POST",
        url,
        body,
        "Content-Type: application/x-www-form-urlencoded",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: document");
  }

  /** A script of the host's own asks. */
  Page script(String method, URI url, String json) throws Exception {
    return script(method, url, json, "same-origin");
  }

  /** A script asks, whose page is that far away. */
  Page script(String method, URI url, String json, String site) throws Exception {
    return send(
        method,
        url,
        json,
        "Content-Type: application/json",
        "Sec-Fetch-Site: " + site,
        "Sec-Fetch-Mode: cors",
        "Sec-Fetch-Dest: empty");
  }

  /** Any request with the cookies there are. */
  Page send(String method, URI url, String body, String... fields) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(c -> c.getKey() + "=" + c.getValue())
              .collect(Collectors.joining("; ")));
    }
    for (String field : fields) {
      int colon = field.indexOf(':');
      request.header(field.substring(0, colon), field.substring(colon + 2));
    }
    HttpRequest.BodyPublisher content =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    Page page =
        new Page(
            http.send(
                request.method(method, content).build(), HttpResponse.BodyHandlers.ofString()));
    keep(page.answer().headers().allValues("Set-Cookie"));
    return page;
  }

  private void keep(List<String> fields) {
    for (String field : fields) {
      String[] pair = field.substring(0, field.indexOf(';')).split("=", 2);
      if (field.contains("Max-Age=0;")) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
