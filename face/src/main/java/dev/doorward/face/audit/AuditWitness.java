package dev.doorward.face.audit;

import dev.doorward.core.Policy;
import dev.doorward.core.audit.Event;
import dev.doorward.core.may.Decision;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Principal;
import dev.doorward.face.explain.Hints;
import dev.doorward.face.explain.Lines;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Mind;
import dev.doorward.face.shared.Witness;
import java.util.Optional;

/** Has every refusal written to the audit log, with the way that led to it. */
public final class AuditWitness implements Witness {
  /** Which file a reader names is his own affair. */
  private static final Hints NO_CONFIG = new Hints("");

  private final AuditLog log;
  private final Mind mind;

  /** To that log; {@code mind} tells which session or token it was. */
  public AuditWitness(AuditLog log, Mind mind) {
    this.log = log;
    this.mind = mind;
  }

  @Override
  public void answered(Face face, Policy policy, Verdict v, int status) {
    boolean refused =
        switch (v.decision()) {
          case Decision.Prove _, Decision.Refuse _ -> true;
          case Decision.Allow _, Decision.Repair _, Decision.Wait _, Decision.Speak _ -> false;
        };
    if (refused) {
      // Told line by line on the writing thread: a flood of refusals must stay cheap to refuse.
      log.note(() -> event(Event.Kind.REFUSED, face, policy, v, status));
    }
  }

  @Override
  public void signInFailed(Face face, Policy policy, Verdict v, int status, Optional<String> name) {
    log.note(() -> {
      Event event = event(Event.Kind.SIGN_IN_FAILED, face, policy, v, status);
      return name.map(event::about).orElse(event);
    });
  }

  private Event event(Event.Kind kind, Face face, Policy policy, Verdict v, int status) {
    Event event = Event.of(kind, v, face.word(), status).why(Lines.of(policy, v, NO_CONFIG));
    Optional<String> held =
        v.caller() instanceof Principal
            ? mind.held(v.credential(), v.trail().facts())
            : Optional.empty();
    return held.map(event::held).orElse(event);
  }
}
