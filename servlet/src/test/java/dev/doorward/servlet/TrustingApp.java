package dev.doorward.servlet;

import dev.doorward.contract.fixture.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** An application inside Tomcat which trusts another Doorward, and echoes what it is asked. */
final class TrustingApp implements AutoCloseable {
  final int port;
  private final Container container;

  /**
   * Starts it.
   *
   * @param folder in which its file is
   * @param token which it shows the other
   * @param more of its file, behind {@code origin} and {@code trust}
   */
  TrustingApp(Path folder, String token, String origin, URI server, String more) throws Exception {
    port = FreePort.next();
    Files.writeString(folder.resolve("trust.token"), token + "\n");
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        """
        origin: http://127.0.0.1:%d
        trust: { origin: %s, server: %s, token-file: trust.token }
        """
                .formatted(port, origin, server)
            + more);
    container =
        Container.Kind.TOMCAT.start(
            port, folder, new DoorwardFilter(file.toString()), Map.of("/*", new EchoServlet()));
  }

  /** What it answers to this token; none where it is empty. */
  HttpResponse<String> ask(HttpClient http, String path, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws Exception {
    container.close();
  }
}
