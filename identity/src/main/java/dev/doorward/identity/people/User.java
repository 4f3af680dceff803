package dev.doorward.identity.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody with an account.
 *
 * @param id {@code usr_…}
 * @param password the hash; empty where the user signs in elsewhere
 * @param mustChange whether a new password is due (C121)
 */
public record User(
    String id,
    String name,
    Optional<String> display,
    Optional<String> email,
    State state,
    Optional<String> password,
    boolean mustChange,
    Instant created,
    List<String> roles) {
  /** How an account stands. */
  public enum State {
    ACTIVE,
    SUSPENDED,
    /** Gone; what is left says that old tokens were somebody's (C080). */
    REMOVED
  }

  User withRoles(List<String> roles) {
    return new User(
        id, name, display, email, state, password, mustChange, created, List.copyOf(roles));
  }

  @Override
  public String toString() {
    return name + " (" + id + ", " + state + ")";
  }
}
