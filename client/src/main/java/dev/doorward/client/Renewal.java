package dev.doorward.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A question to the caller's source which is under way, and those who wait for its answer. Whoever
 * gives up waiting leaves the others to it.
 *
 * @param wanted the step-up which it is for; empty where any fresh token will do
 */
record Renewal(Optional<StepUp> wanted, CompletableFuture<Grant> grant) {
  /** The token, once it is there. */
  Grant await() throws TokenUnavailableException, InterruptedException {
    try {
      return grant.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new TokenUnavailableException(
          wanted.isEmpty() ? "the token source gave no token" : "the step-up gave no token", cause);
    }
  }

  /** Waits until nobody is asked any more, whatever came of it. */
  void awaitEnd() throws InterruptedException {
    try {
      grant.get();
    } catch (ExecutionException e) {
      // Those who wanted this token are told.
    }
  }
}
