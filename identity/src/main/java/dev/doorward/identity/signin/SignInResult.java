package dev.doorward.identity.signin;

import dev.doorward.identity.people.User;
import java.time.Duration;
import java.util.Optional;

/** What came of an attempt to sign in with a password. */
public sealed interface SignInResult {
  /** The right password of an account in good standing, or one with a duty. */
  record Right(User user) implements SignInResult {}

  /**
   * Wrong, or nobody of that name, or no password at all: nobody is told which.
   *
   * @param name of the account, if there is one; for the audit log
   */
  record Wrong(Optional<String> name) implements SignInResult {}

  /** The right password of a suspended account (C119). */
  record Suspended(User user) implements SignInResult {}

  /**
   * Too many failures before this (C156–C158).
   *
   * @param name as for {@link Wrong}
   */
  record Throttled(Duration retryAfter, Optional<String> name) implements SignInResult {}

  /** Too many passwords are being checked (C243). */
  enum Busy implements SignInResult {
    BUSY
  }
}
