package dev.doorward.core.verdict;

import dev.doorward.core.may.Decision;
import dev.doorward.core.who.Caller;
import dev.doorward.core.who.Credential;

/** The whole story of a request: all that an answer, the audit log and {@code explain} print. */
public record Verdict(Trail trail, Credential credential, Caller caller, Decision decision)
    implements Step {
  /** The same request, ended otherwise by an endpoint of our own. */
  public Verdict but(Decision other) {
    return new Verdict(trail, credential, caller, other);
  }
}
