package dev.doorward.client;

import java.io.IOException;

/** Has a person sign in more strongly, or anew (RFC 9470 §4). */
@FunctionalInterface
public interface StepUpSource {
  /**
   * An access token of a sign-in as wanted. It may block for as long as a person takes. It runs on
   * a thread of its own, once for all requests which wait for the same, and must not use the client
   * which asks.
   *
   * @throws IOException where there is none, as when the person gave up; every request which waits
   *     for it fails, and the next one asks again
   */
  String stepUp(StepUp wanted) throws IOException, InterruptedException;
}
