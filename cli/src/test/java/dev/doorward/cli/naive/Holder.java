package dev.doorward.cli.naive;

import java.util.Optional;
import java.util.Set;

/**
 * Whom a credential proves.
 *
 * @param scopes empty where it is not limited to any
 * @param audience the one resource it is good for; empty where it is good for all
 * @param mfa whether there were two factors
 * @param recent whether the sign-in was a moment ago
 */
public record Holder(
    Set<String> roles,
    Optional<Set<String>> scopes,
    Optional<String> audience,
    boolean mfa,
    boolean recent,
    State state) {

  /** How the account stands. */
  public enum State {
    GOOD,
    SUSPENDED,
    /** A new password is due. */
    MUST_CHANGE
  }

  /** Somebody who has just signed in with a password. */
  public static Holder person(State state, String... roles) {
    return new Holder(Set.of(roles), Optional.empty(), Optional.empty(), false, true, state);
  }

  /** The same by a token for one resource. */
  public Holder token(String resource, String... granted) {
    return new Holder(
        roles, Optional.of(Set.of(granted)), Optional.of(resource), mfa, recent, state);
  }

  /** The same with another sign-in. */
  public Holder signedIn(boolean twoFactors, boolean justNow) {
    return new Holder(roles, scopes, audience, twoFactors, justNow, state);
  }
}
