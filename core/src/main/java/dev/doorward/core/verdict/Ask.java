package dev.doorward.core.verdict;

import dev.doorward.core.may.Decision;
import dev.doorward.core.route.Access;
import dev.doorward.core.who.Caller;
import dev.doorward.core.who.Credential;

/** The question who it is, with all that is needed to go on once it is answered. */
public record Ask(Trail trail, Access.Guarded access, Credential.Presented credential)
    implements Step {
  /** A verdict about that caller. */
  public Verdict ends(Caller caller, Decision decision) {
    return new Verdict(trail, credential, caller, decision);
  }

  /** Whether a bad credential passes as none: a stale cookie on an optional route (C146). */
  public boolean forgives() {
    return access.anonymous() == Access.Anonymous.WELCOME
        && credential instanceof Credential.Session;
  }
}
