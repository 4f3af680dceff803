package dev.doorward.servlet.verify;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.doorward.config.Settings;
import dev.doorward.identity.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the Doorward which is trusted. Whatever is not a good answer means that nobody can tell. */
final class Remote implements AutoCloseable {
  private static final int MOST = 1 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final Settings.Trust trust;
  private final Questions questions = new Questions();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  Remote(Settings.Trust trust) {
    this.trust = trust;
  }

  /**
   * What changed.
   *
   * @throws StoreException when it did not say
   */
  Map<String, Object> changes(String epoch, long after, long waitMillis) {
    return json(
        content(
            exchange(
                HttpRequest.newBuilder(
                        at(
                            "/api/v1/changes?epoch=%s&after=%d&wait_ms=%d"
                                .formatted(epoch, after, waitMillis)))
                    .GET())));
  }

  /**
   * Whose a token is.
   *
   * @param doubt whether it comes from an address that guesses
   * @throws NotAsked when too many are asking, or it did not answer a moment ago
   * @throws StoreException when it did not say
   */
  Map<String, Object> verification(String token, boolean doubt) {
    HttpRequest.Builder question =
        HttpRequest.newBuilder(at("/api/v1/verifications"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSONObjectUtils.toJSONString(Map.of("token", token))));
    return json(content(questions.put(doubt, () -> exchange(question))));
  }

  /**
   * The public keys, as a JWK set (RFC 7517 §5).
   *
   * @throws NotAsked when too many are asking, or it did not answer a moment ago
   * @throws StoreException when it did not say
   */
  String keys() {
    HttpRequest.Builder question = HttpRequest.newBuilder(at("/.doorward/oauth/jwks")).GET();
    return content(questions.put(false, () -> exchange(question)));
  }

  /** The API may lie below a path; our own endpoints lie at the root of the host. */
  private URI at(String path) {
    String base = trust.server().toString();
    String root =
        path.startsWith("/.doorward/")
            ? base.substring(0, base.length() - trust.server().getRawPath().length())
            : base;
    return URI.create(root + path);
  }

  /** The answer, whichever; throws when none came. */
  private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
    HttpRequest asked =
        request
            .header("Authorization", "Bearer " + trust.token())
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<byte[]>> coming =
        http.sendAsync(
            asked,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST));
    try {
      // The client's own timeout ends with the head, and a body may never come.
      return coming.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StoreException(trust.server() + " cannot be asked: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new StoreException(trust.server() + " did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    } finally {
      coming.cancel(true);
    }
  }

  private String content(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      String said =
          "%s answered %d: %s"
              .formatted(trust.server(), answer.statusCode(), hint(answer.statusCode()));
      throw new StoreException(said, new IOException(said));
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String hint(int status) {
    return switch (status) {
      case 401 -> "the token in trust.token-file is not good there; issue another";
      case 403 -> "the user of the token in trust.token-file needs the permission doorward:verify";
      default -> "trust.server should name the admin listener of a Doorward";
    };
  }

  private Map<String, Object> json(String text) {
    try {
      return JSONObjectUtils.parse(text, MOST);
    } catch (ParseException e) {
      throw new StoreException(
          trust.server()
              + " answered what is not JSON; trust.server should name the admin listener",
          e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
