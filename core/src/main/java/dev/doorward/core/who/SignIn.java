package dev.doorward.core.who;

import java.time.Instant;

/** How and when a person signed in. */
public sealed interface SignIn {
  /** A client on its own: there is nobody to sign in again (C333). */
  enum Nobody implements SignIn {
    NOBODY
  }

  /** At a known time. */
  record At(Acr acr, Instant when) implements SignIn {}

  /** At an unknown time, which counts as too long ago (C106). */
  record Undated(Acr acr) implements SignIn {}
}
