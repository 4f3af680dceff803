package dev.doorward.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the person must have signed in (RFC 9470 §3).
 *
 * @param acrValues authentication context class references of which one is asked for, the best
 *     first; empty where any will do
 * @param maxAge how long ago the sign-in may be at most
 * @param scopes what the token must allow besides; empty where nothing was said about it
 */
public record StepUp(List<String> acrValues, Optional<Duration> maxAge, List<String> scopes) {
  /** Copies the lists. */
  public StepUp {
    acrValues = List.copyOf(acrValues);
    scopes = List.copyOf(scopes);
  }
}
