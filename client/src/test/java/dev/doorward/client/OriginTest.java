package dev.doorward.client;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the token goes, and where never. */
class OriginTest {
  private final Source source = new Source();

  @Test
  void aRedirectIsHandedBackAndTheTokenDoesNotFollowIt() throws Exception {
    try (Door other = new Door((exchange, asked, number) -> Door.ok(exchange, ""));
        Door door =
            new Door((exchange, asked, number) -> {
              exchange.getResponseHeaders().set("Location", other.url("/").toString());
              Door.send(exchange, 307, "");
            })) {
      DoorwardClient client = DoorwardClient.to(door.url("/"), source).build();
      var response = client.send(door.get("/"), ofString());
      assertThat(response.statusCode()).isEqualTo(307);
      URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
      assertThatThrownBy(() -> client.send(HttpRequest.newBuilder(location).build(), ofString()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> client.sendAsync(HttpRequest.newBuilder(location).build(), ofString()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void aClientWhichFollowsRedirectsIsRefused() {
    for (HttpClient.Redirect redirect :
        new HttpClient.Redirect[] {HttpClient.Redirect.ALWAYS, HttpClient.Redirect.NORMAL}) {
      try (HttpClient http = HttpClient.newBuilder().followRedirects(redirect).build()) {
        var builder = DoorwardClient.to(URI.create("https://app.example"), source);
        assertThatThrownBy(() -> builder.over(http)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void credentialsOfTheCallersOwnAreRefused() {
    DoorwardClient client = DoorwardClient.to(URI.create("http://127.0.0.1:9"), source).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:9/"))
            .header("authorization", "Basic x")
            .build();
    assertThatThrownBy(() -> client.send(request, ofString()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(source.asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example",
        "http://127.0.0.1.example",
        "http://localhost.example:8080",
        "http://128.0.0.1",
        "ftp://localhost",
        "https://user@app.example",
        "/relative",
        "mailto:a@b"
      })
  void aTokenDoesNotTravelInClearText(String origin) {
    assertThatThrownBy(() -> DoorwardClient.to(URI.create(origin), source))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void originsAreComparedAsOrigins() {
    Origin app = Origin.of(URI.create("https://App.Example/x"));
    assertThat(app).isEqualTo(Origin.of(URI.create("HTTPS://app.example:443/y?z")));
    assertThat(app).isNotEqualTo(Origin.of(URI.create("http://app.example:443")));
    assertThat(app).isNotEqualTo(Origin.of(URI.create("https://app.example:8443")));
    assertThat(app).isNotEqualTo(Origin.of(URI.create("https://app.example.org")));
    assertThat(Origin.of(URI.create("http://[::1]:8080")).isSafe()).isTrue();
    assertThat(Origin.of(URI.create("http://127.9.9.9")).isSafe()).isTrue();
  }
}
