package dev.doorward.core.may;

import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Upkeep;
import java.time.Duration;

/**
 * What came of the question who it is. Not knowing is a result, so failing open does not compile.
 */
public sealed interface Identity {
  /** Somebody. */
  record Proven(Principal principal, Standing standing, Upkeep upkeep) implements Identity {}

  /** The credential proves nobody: wrong, over, revoked, its user gone. */
  record Invalid(Reason.ToProve why, Upkeep upkeep) implements Identity {}

  /** Throttled, or nobody could tell. */
  record Unsettled(Reason.ToWait why, Duration retryAfter) implements Identity {}
}
