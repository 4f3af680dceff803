package dev.doorward.core;

import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Decision.Allow;
import dev.doorward.core.may.Decision.Prove;
import dev.doorward.core.may.Decision.Refuse;
import dev.doorward.core.may.Decision.Repair;
import dev.doorward.core.may.Decision.Speak;
import dev.doorward.core.may.Identify;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Reason.Bar;
import dev.doorward.core.may.Reason.Courtesy;
import dev.doorward.core.may.Reason.Fault;
import dev.doorward.core.may.Reason.Forbidden;
import dev.doorward.core.may.Reason.Unproven;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Path;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Intake;
import dev.doorward.core.verdict.Ask;
import dev.doorward.core.verdict.Forgery;
import dev.doorward.core.verdict.Step;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Caller;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Credentials;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Upkeep;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Two total functions with a question between them; the order of checks is the order of lines. */
public final class Judge {
  private static final Set<String> NEVER_SERVED = Set.of("TRACE", "CONNECT");

  private Judge() {}

  /** Steps 2 to 8 of the contract: ends with a verdict, or asks who it is. */
  public static Step begin(Policy policy, RequestFacts f) {
    Trail t = policy.trail(f);
    return unasked(policy, t).<Step>map(t::ends).orElseGet(() -> enter(t));
  }

  /** Steps 9 to 14, with the identity that came back. */
  public static Verdict resume(Ask a, Identity identity) {
    return switch (identity) {
      case Identity.Unsettled(var why, var retryAfter) ->
          a.ends(Caller.Anonymous.ANONYMOUS, new Decision.Wait(why, retryAfter)); // C232
      case Identity.Invalid(_, var upkeep) when a.forgives() ->
          a.ends(Caller.Anonymous.ANONYMOUS, new Allow(upkeep)); // C146
      case Identity.Invalid(var why, var upkeep) ->
          a.ends(Caller.Anonymous.ANONYMOUS, new Prove(why, upkeep)); // C061
      case Identity.Proven(var p, _, var upkeep)
          when !p.audience().covers(a.access().resource().names()) ->
          a.ends(p, new Prove(Unproven.WRONG_AUDIENCE, upkeep)); // C073
      case Identity.Proven(_, Bar bar, _) when bar == Bar.SUSPENDED && a.forgives() ->
          a.ends(Caller.Anonymous.ANONYMOUS, new Allow(Upkeep.NONE)); // C334
      case Identity.Proven(var p, Bar bar, _)
          when bar == Bar.SUSPENDED || !a.trail().is(Behind.Trait.EXCUSES_DUTIES) ->
          a.ends(p, new Refuse(bar)); // C118, C121
      case Identity.Proven(var p, _, _)
          when a.credential() instanceof Credential.Ambient && Forgery.suspected(a.trail()) ->
          a.ends(p, new Refuse(Forbidden.FORGERY)); // C131, C137
      case Identity.Proven(var p, _, var upkeep) ->
          a.ends(
              p,
              a.access()
                  .need()
                  .meet(p, a.trail().facts().at(), a.access().accepts().canStepUp(), upkeep));
    };
  }

  /** The driver which never blocks; empty where memory does not tell who it is. */
  public static Optional<Verdict> recall(Policy policy, RequestFacts f, Identify who) {
    return switch (begin(policy, f)) {
      case Verdict v -> Optional.of(v);
      case Ask a -> who.recall(a.credential(), f, a.trail().from()).map(known -> resume(a, known));
    };
  }

  /** The blocking driver. */
  public static Verdict judge(Policy policy, RequestFacts f, Identify who) {
    return switch (begin(policy, f)) {
      case Verdict v -> v;
      case Ask a -> resume(a, who.identify(a.credential(), f, a.trail().from()));
    };
  }

  /**
   * A verdict held against what a handler asks beyond its route: it only ever lets fewer through.
   * On a public route nobody is known, and a challenge would ask for what is never looked at.
   *
   * @param v as the route's own requirement left it
   * @param more {@link Requirement#NONE} asks no more than that somebody is known
   */
  public static Verdict narrow(Verdict v, Requirement more) {
    if (!(v.decision() instanceof Allow(var upkeep))) {
      return v;
    }
    if (!(v.trail().route().access() instanceof Access.Guarded g)) {
      return v.but(new Refuse(Forbidden.CLOSED)); // C112
    }
    return switch (v.caller()) {
      case Caller.Anonymous _ -> v.but(new Prove(Unproven.NOTHING, upkeep)); // C001
      case Principal p ->
          v.but(
              more.beside(g.need())
                  .meet(p, v.trail().facts().at(), g.accepts().canStepUp(), upkeep));
    };
  }

  /** What is said before any credential is looked at, up to the route's own class. */
  private static Optional<Decision> unasked(Policy policy, Trail t) {
    RequestFacts f = t.facts();
    if (NEVER_SERVED.contains(f.method().token().toUpperCase(Locale.ROOT))) {
      return Optional.of(new Repair(new Reason.WrongMethod(Method.ALL))); // C226
    }
    if (!policy.serves(f)) {
      return repair(Fault.MISDIRECTED); // C217
    }
    if (policy.exposed(f)) {
      return f.method().reads() && !Credentials.any(f.fields(), t.route().site().cookie())
          ? Optional.of(new Speak(Courtesy.TO_HTTPS))
          : refuse(Forbidden.PLAIN_HTTP); // C219
    }
    if (f.fields().has(Field.EARLY_DATA)
        && (!f.method().safe() || t.is(Behind.Trait.NEVER_EARLY) || f.fields().has(Field.DPOP))) {
      return repair(Fault.EARLY); // C346
    }
    if (policy.perimeter().cannotTell(t.from())) {
      return repair(Fault.BAD_FORWARDING); // C209a
    }
    if (!policy.perimeter().admits(t.from())) {
      return refuse(Forbidden.DENIED); // C200
    }
    if (f.peer().front().asks()
        && !(t.route().behind() instanceof Behind.App)
        && !(t.route().behind() instanceof Behind.NoApp)) {
      return refuse(Forbidden.OWN_ENDPOINT); // C326
    }
    if (f.target().path() == Path.Whole.ASTERISK) {
      return f.method().token().equals("OPTIONS") && !f.peer().front().asks()
          ? Optional.of(new Speak(Courtesy.OPTIONS)) // C190, but C293
          : repair(Fault.INVALID_REQUEST);
    }
    if (policy.ambiguous(f)) {
      return repair(Fault.AMBIGUOUS_PATH); // C220
    }
    if (f.isPreflight() && t.route().cors().isOurs()) {
      if (!t.route().cors().lists(f.fields().first(Field.ORIGIN).orElse(""))) {
        return refuse(Forbidden.ORIGIN); // C186
      }
      if (f.peer().front() != Front.ANY_2XX_IS_LEAVE) {
        return Optional.of(new Speak(Courtesy.PREFLIGHT)); // C184, C294
      }
    }
    Optional<Reason.ToRepair> objection = Intake.objection(t.route().behind(), f);
    if (objection.isPresent()) {
      return objection.map(Decision.Repair::new); // C223, C336, C347
    }
    if (Forgery.foreign(t)) {
      return refuse(Forbidden.ORIGIN); // C195
    }
    if (t.is(Behind.Trait.POSTS_FROM_HERE) && Forgery.suspected(t)) {
      return refuse(Forbidden.FORGERY); // C138
    }
    if (t.route().perimeter().cannotTell(t.from())) {
      return repair(Fault.BAD_FORWARDING); // C209b
    }
    return t.route().perimeter().admits(t.from())
        ? Optional.empty()
        : refuse(Forbidden.OUTSIDE); // C202
  }

  /** The route's class, and what was presented. */
  private static Step enter(Trail t) {
    RequestFacts f = t.facts();
    return switch (t.route().access()) {
      case Access.Closed _ -> t.ends(new Refuse(Forbidden.CLOSED)); // C112
      case Access.Public _ -> t.ends(new Allow(Upkeep.NONE)); // C141
      case Access.Guarded _ when f.isPreflight() ->
          t.ends(new Allow(Upkeep.NONE)); // C185, C294: the application answers it
      case Access.Guarded g ->
          switch (Credentials.read(f.fields(), t.route().site().cookie(), g.accepts())) {
            case Credential.Broken b ->
                t.ends(b, new Repair(new Reason.BadCredential(b))); // C038–C043
            case Credential.Presented c -> new Ask(t, g, c);
            case Credential.None n when g.anonymous() == Access.Anonymous.WELCOME ->
                t.ends(n, new Allow(n.upkeep())); // C143
            case Credential.None n -> t.ends(n, new Prove(Unproven.NOTHING, n.upkeep())); // C001
          };
    };
  }

  private static Optional<Decision> refuse(Forbidden why) {
    return Optional.of(new Refuse(why));
  }

  private static Optional<Decision> repair(Fault why) {
    return Optional.of(new Repair(why));
  }
}
