package dev.doorward.client;

/**
 * The body of an answer.
 *
 * @param <T> what the caller's body handler makes of it
 */
sealed interface Answer<T> {
  /** The application's, as the caller's body handler made it. */
  record Passed<T>(T body) implements Answer<T> {}

  /** Doorward's. */
  record Told<T>(Problem problem) implements Answer<T> {}
}
