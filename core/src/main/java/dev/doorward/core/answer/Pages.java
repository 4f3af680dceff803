package dev.doorward.core.answer;

import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Scheme;
import java.util.Optional;

/** What a refusal's page tells its reader and where it leads. */
final class Pages {
  private Pages() {}

  static Body.Page of(Verdict v, ClientKind kind, Problem problem) {
    Trail t = v.trail();
    Site site = t.route().site();
    boolean isSession = v.credential() instanceof Credential.Session;
    Optional<String> caller =
        isSession && v.caller() instanceof Principal p
            ? Optional.of(p.subject().name())
            : Optional.empty();
    boolean refused = v.decision() instanceof Decision.Refuse && caller.isPresent();
    boolean other = refused && !v.decision().equals(new Decision.Refuse(Reason.Forbidden.FORGERY));
    return new Body.Page(
        problem,
        caller,
        signIn(v, kind),
        other ? Optional.of(Links.switchAccount(t)) : Optional.empty(),
        refused ? Optional.of("/.doorward/logout") : Optional.empty());
  }

  private static Optional<Body.Link> signIn(Verdict v, ClientKind kind) {
    Trail t = v.trail();
    if (!(v.decision() instanceof Decision.Prove(var why, _)) || !t.accepts(Scheme.SESSION)) {
      return Optional.empty();
    }
    Assurance unmet = why instanceof Reason.StepUp(var u, _) ? u : Assurance.NONE;
    if (!t.facts().method().reads()) {
      return Optional.of(new Body.Link(Links.signInForForm(t, unmet), "_blank", true)); // C009
    }
    String target = kind == ClientKind.FRAME ? "_top" : "_self"; // C010
    return Optional.of(new Body.Link(Links.signIn(t, unmet), target, false));
  }
}
