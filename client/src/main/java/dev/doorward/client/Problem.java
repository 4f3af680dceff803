package dev.doorward.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why Doorward did not let a request pass (RFC 9457). The application never saw it, but for {@code
 * upstream_timeout} and {@code upstream_unreachable}, where nobody knows.
 *
 * @param name as in {@code insufficient_scope}; later releases may have further ones
 * @param status the status code
 * @param title a fixed sentence for each name, in English
 * @param requestId the id by which an operator finds the request: the value of {@code X-Request-Id}
 * @param error the error code of the challenge (RFC 6750 §3.1, RFC 9470 §3)
 * @param scopes all scopes which the route needs; empty where scopes are not the problem
 * @param acrValues how the person must sign in (RFC 9470 §3)
 * @param maxAge how long ago the sign-in may be at most (RFC 9470 §3)
 * @param action the page where the person must do something first, relative to the request
 * @param loginUri where a person signs in
 * @param field the header field which is too large
 * @param detail what is wrong with a request to the admin API
 * @param member the member of that request's body which is meant
 */
public record Problem(
    String name,
    int status,
    String title,
    String requestId,
    Optional<String> error,
    List<String> scopes,
    List<String> acrValues,
    Optional<Duration> maxAge,
    Optional<URI> action,
    Optional<URI> loginUri,
    Optional<String> field,
    Optional<String> detail,
    Optional<String> member) {
  /** Copies the lists. */
  public Problem {
    scopes = List.copyOf(scopes);
    acrValues = List.copyOf(acrValues);
  }

  /** What a step-up must reach. */
  StepUp stepUp() {
    return new StepUp(acrValues, maxAge, scopes);
  }
}
