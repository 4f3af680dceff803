package dev.doorward.client;

import dev.doorward.client.Answer.Passed;
import dev.doorward.client.Answer.Told;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request of a caller, with all its repeats. Used by one thread, once. */
final class Exchange<T> {
  /** A challenge of the scheme Bearer, on a line of its own or behind others (RFC 9110 §11.6.1). */
  private static final Pattern BEARER = Pattern.compile("(?i)(^|,)\\s*Bearer(\\s|$)");

  private final HttpClient http;
  private final Tokens tokens;
  private final HttpRequest request;
  private final AnswerHandler<T> handler;
  private final InstantSource clock;

  private Patience patience;
  private boolean isRefreshed;
  private boolean isSteppedUp;
  private boolean isRepeatedWithAnother;
  private boolean isRepeatedAfterHandshake;

  Exchange(
      HttpClient http,
      Tokens tokens,
      Patience patience,
      HttpRequest request,
      HttpResponse.BodyHandler<T> theirs,
      InstantSource clock) {
    this.http = http;
    this.tokens = tokens;
    this.patience = patience;
    this.request = request;
    this.handler = new AnswerHandler<>(theirs);
    this.clock = clock;
  }

  /** Sends it until nothing more would help. */
  HttpResponse<T> run() throws IOException, InterruptedException, ProblemException {
    Grant grant = tokens.current();
    while (true) {
      HttpResponse<Answer<T>> got = http.send(with(grant), handler);
      Optional<Problem> problem = problem(got);
      Grant next = problem.isEmpty() ? null : remedy(problem.get(), grant, got);
      if (next != null && Bodies.canRepeat(request)) {
        grant = next;
        continue;
      }
      return switch (got.body()) {
        case Passed<T>(T body) -> new ApplicationResponse<>(got, request, body);
        case Told<T>(Problem told) ->
            throw ProblemException.of(told, RetryAfter.of(got.headers(), clock));
      };
    }
  }

  private HttpRequest with(Grant grant) {
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .setHeader("Authorization", grant.credentials())
        .build();
  }

  private Optional<Problem> problem(HttpResponse<Answer<T>> got) {
    if (got.body() instanceof Told<T>(Problem told)) {
      return Optional.of(told);
    }
    return request.method().equals("HEAD")
        ? HeadAnswer.problem(got.statusCode(), got.headers())
        : Optional.empty();
  }

  /** The token with which to send it again, or null where that would not help. */
  private @Nullable Grant remedy(Problem problem, Grant sent, HttpResponse<?> got)
      throws IOException, InterruptedException {
    return switch (problem.name()) {
      case "invalid_token" -> refreshed(sent);
      // A route which takes no token says this to a good one too; another would not help there.
      case "authentication_required" -> takesTokens(got) ? refreshed(sent) : null;
      case "insufficient_user_authentication" -> steppedUp(problem, sent);
      case "too_many_attempts", "auth_backend_unavailable", "overloaded" ->
          waited(sent, RetryAfter.of(got.headers(), clock));
      case "too_early" -> afterHandshake(sent);
      default -> null;
    };
  }

  private static boolean takesTokens(HttpResponse<?> got) {
    return got.headers().allValues("WWW-Authenticate").stream()
        .anyMatch(line -> BEARER.matcher(line).find());
  }

  private @Nullable Grant refreshed(Grant sent) throws IOException, InterruptedException {
    tokens.refused(sent);
    if (isRefreshed) {
      return null;
    }
    isRefreshed = true;
    return tokens.current();
  }

  private @Nullable Grant steppedUp(Problem problem, Grant sent)
      throws IOException, InterruptedException {
    if (isSteppedUp) {
      return null;
    }
    Optional<Grant> other = isRepeatedWithAnother ? Optional.empty() : tokens.otherThan(sent);
    if (other.isPresent()) {
      isRepeatedWithAnother = true;
      return other.get();
    }
    if (!tokens.canStepUp()) {
      return null;
    }
    isSteppedUp = true;
    return tokens.stepUp(sent, problem.stepUp());
  }

  private @Nullable Grant waited(Grant sent, RetryAfter after)
      throws IOException, InterruptedException {
    Optional<Duration> pause = after.pause().filter(patience::allows);
    if (pause.isEmpty() || !Bodies.canRepeat(request)) {
      return null;
    }
    patience = patience.after(pause.get());
    Thread.sleep(pause.get());
    // The one that was sent is still good; by now there may be a fresher one.
    return tokens.otherThan(sent).orElse(sent);
  }

  private @Nullable Grant afterHandshake(Grant sent) {
    if (isRepeatedAfterHandshake) {
      return null;
    }
    isRepeatedAfterHandshake = true;
    return sent;
  }
}
