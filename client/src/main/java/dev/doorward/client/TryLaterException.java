package dev.doorward.client;

import java.time.Duration;
import java.util.Optional;

/**
 * 429 or 503: wait and repeat, which would have taken longer than the client may wait. Nobody said
 * that the token is bad.
 */
public final class TryLaterException extends ProblemException {
  private static final long serialVersionUID = 1;

  private final transient Optional<Duration> retryAfter;

  TryLaterException(Problem problem, Optional<Duration> retryAfter) {
    super(problem);
    this.retryAfter = retryAfter;
  }

  /** How long to wait from when the answer came (RFC 9110 §10.2.3). */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
