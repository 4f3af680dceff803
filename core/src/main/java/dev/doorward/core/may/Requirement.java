package dev.doorward.core.may;

import dev.doorward.core.who.Principal;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Upkeep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a route asks of whoever is known. The order of the fields is the contract's, 12 to 14. */
public record Requirement(List<Right> rights, Assurance assurance, List<String> scopes) {
  /** Being known is enough. */
  public static final Requirement NONE = new Requirement(List.of(), Assurance.NONE, List.of());

  /** This and another together. */
  public Requirement and(Requirement other) {
    List<Right> both = new ArrayList<>(rights);
    both.addAll(other.rights);
    return new Requirement(
        List.copyOf(both), assurance.and(other.assurance), other.beside(this).scopes);
  }

  /** This, with the scopes of another, so that a challenge names all which are needed (C100). */
  public Requirement beside(Requirement other) {
    List<String> all = new ArrayList<>(other.scopes);
    scopes.stream().filter(scope -> !all.contains(scope)).forEach(all::add);
    return new Requirement(rights, assurance, List.copyOf(all));
  }

  /**
   * Holds a principal against this: first what no new token can cure, then step-up, then scope, so
   * that nobody is led through a second factor and then refused (C108).
   *
   * @param canStepUp whether the route takes a scheme by which one can sign in better
   */
  public Decision meet(Principal p, Instant now, boolean canStepUp, Upkeep upkeep) {
    for (Right right : rights) {
      if (!right.heldBy().meets(p.roles())) {
        return new Decision.Refuse(new Reason.Lacking(right)); // C095, C103
      }
    }
    Assurance unmet = assurance.unmet(p.signIn(), now);
    if (unmet != Assurance.NONE) {
      return p.signIn() == SignIn.Nobody.NOBODY || !canStepUp
          ? new Decision.Refuse(new Reason.Unattainable(unmet)) // C333
          : new Decision.Prove(new Reason.StepUp(unmet, scopes), upkeep); // C105–C107
    }
    return p.scopes().covers(scopes)
        ? new Decision.Allow(upkeep)
        : new Decision.Refuse(new Reason.TooNarrow(scopes)); // C100
  }
}
