package dev.doorward.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An HTTP client for what stands behind one Doorward. It carries the access token (RFC 6750), gets
 * a fresh one when it is refused, waits when it is told to, and leaves the application's answers
 * alone, whatever their status.
 *
 * <p>The token travels to the one origin only, over TLS or within this machine. Redirects are not
 * followed: a caller who follows one to another origin by this client is refused.
 *
 * <p>Safe for any number of threads.
 */
public final class DoorwardClient {
  private final Origin origin;
  private final HttpClient http;
  private final Tokens tokens;
  private final Patience patience;
  private final InstantSource clock;

  DoorwardClient(
      Origin origin, HttpClient http, Tokens tokens, Patience patience, InstantSource clock) {
    this.origin = origin;
    this.http = http;
    this.tokens = tokens;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * A client in the making.
   *
   * @param origin as in {@code https://app.example}; what follows the authority does not count
   * @param source where tokens come from
   * @throws IllegalArgumentException where a token could be read on the way there: only https, or
   *     http to this machine
   */
  public static Builder to(URI origin, TokenSource source) {
    Origin to = Origin.of(origin);
    if (!to.isSafe()) {
      throw new IllegalArgumentException("a token must not travel in clear text to " + to);
    }
    return new Builder(to, source);
  }

  /**
   * Sends a request and waits for its answer. {@link HttpRequest#timeout} holds for each time it is
   * sent; pauses, token source and step-up come on top.
   *
   * @throws ProblemException where Doorward answered and nothing that this client may do helps
   * @throws TokenUnavailableException where there is no token to send
   * @throws IOException where the exchange failed; it is not repeated, since the application may
   *     have seen the request
   * @throws InterruptedException where this thread is interrupted, which ends the exchange
   * @throws IllegalArgumentException where the request is for another origin, or brings credentials
   *     of its own
   */
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException, ProblemException {
    return exchange(request, handler).run();
  }

  /**
   * Sends a request, and completes with what {@link #send} returns or throws. Cancelling this very
   * future, or completing it otherwise, ends the exchange.
   *
   * @throws IllegalArgumentException as {@link #send}
   */
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    Exchange<T> exchange = exchange(request, handler);
    CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("doorward-request")
            .unstarted(() -> {
              try {
                answer.complete(exchange.run());
              } catch (Throwable e) {
                answer.completeExceptionally(e);
              }
            });
    var unused =
        answer.whenComplete((response, failure) -> {
          if (Thread.currentThread() != thread) {
            thread.interrupt();
          }
        });
    thread.start();
    return answer;
  }

  private <T> Exchange<T> exchange(HttpRequest request, BodyHandler<T> handler) {
    if (!Origin.of(request.uri()).equals(origin)) {
      throw new IllegalArgumentException("this client sends its token to " + origin + " only");
    }
    if (request.headers().firstValue("Authorization").isPresent()) {
      throw new IllegalArgumentException("this client brings the Authorization itself");
    }
    tokens.refuseToWaitForOneself();
    return new Exchange<>(http, tokens, patience, request, handler, clock);
  }

  /** What a client is made of. */
  public static final class Builder {
    private final Origin origin;
    private final TokenSource source;
    private Optional<HttpClient> http = Optional.empty();
    private Optional<Grant> first = Optional.empty();
    private Optional<StepUpSource> stepUps = Optional.empty();
    private Patience patience = new Patience(Duration.ofSeconds(30), 3);
    private InstantSource clock = InstantSource.system();

    private Builder(Origin origin, TokenSource source) {
      this.origin = origin;
      this.source = source;
    }

    /**
     * Sends by that client, which stays the caller's to close; by default one with the JDK's
     * defaults.
     *
     * @throws IllegalArgumentException where it follows redirects: nobody could say where the token
     *     goes then
     */
    public Builder over(HttpClient client) {
      if (client.followRedirects() != HttpClient.Redirect.NEVER) {
        throw new IllegalArgumentException("a client which follows redirects might take the token");
      }
      http = Optional.of(client);
      return this;
    }

    /**
     * Begins with a token which is at hand; by default the source is asked first.
     *
     * @throws IllegalArgumentException where it is none
     */
    public Builder startingWith(String token) {
      first = Optional.of(Grant.of(token, Optional.empty()));
      return this;
    }

    /** Whom to ask for a stronger or fresher sign-in; by default nobody. */
    public Builder stepUp(StepUpSource person) {
      stepUps = Optional.of(person);
      return this;
    }

    /**
     * How long a request may wait in all because of {@code Retry-After}, and how often it is sent
     * again after waiting; by default 30 seconds and three times. A longer wait is not begun.
     *
     * @throws IllegalArgumentException where one is negative
     */
    public Builder patience(Duration longest, int repeats) {
      if (longest.isNegative() || repeats < 0) {
        throw new IllegalArgumentException("nobody can wait for less than no time");
      }
      patience = new Patience(longest, repeats);
      return this;
    }

    Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** The client. */
    public DoorwardClient build() {
      return new DoorwardClient(
          origin,
          http.orElseGet(HttpClient::newHttpClient),
          new Tokens(first, source, stepUps),
          patience,
          clock);
    }
  }
}
