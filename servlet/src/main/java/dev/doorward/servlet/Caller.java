package dev.doorward.servlet;

import dev.doorward.config.Demands;
import dev.doorward.core.Judge;
import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.may.Right;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Scheme;
import dev.doorward.core.who.SignIn;
import java.security.Principal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who calls, as the judge found it. A stranger on an optional or public route is a caller too. */
public final class Caller implements Principal {
  private final Verdict verdict;
  private final Demands demands;
  private final Rules rules;
  private final Optional<dev.doorward.core.who.Principal> known;
  private final Set<String> roles;

  Caller(Verdict verdict, Demands demands, Rules rules) {
    this.verdict = verdict;
    this.demands = demands;
    this.rules = rules;
    this.known =
        verdict.caller() instanceof dev.doorward.core.who.Principal p
            ? Optional.of(p)
            : Optional.empty();
    this.roles =
        known.map(p -> (Set<String>) new LinkedHashSet<>(p.roles().names())).orElse(Set.of());
  }

  /** Whether somebody is known. */
  public boolean isKnown() {
    return known.isPresent();
  }

  /** The user's name, or a client's id; empty for a stranger. */
  @Override
  public String getName() {
    return known.map(p -> p.subject().name()).orElse("");
  }

  /** The stable id, {@code usr_…} or {@code cli_…}; empty for a stranger. */
  public Optional<String> id() {
    return known.map(p -> p.subject().id());
  }

  /** The roles, from the user's record as it stands now. */
  public Set<String> roles() {
    return Set.copyOf(roles);
  }

  /** The permissions which the roles give, as the file writes them: {@code *} stands for all. */
  public Set<String> permissions() {
    return Set.copyOf(demands.held(List.copyOf(roles)));
  }

  /** The scopes of a token; none for sessions and passwords, which are not limited. */
  public List<String> scopes() {
    return known.map(p -> p.scopes().listed()).orElse(List.of());
  }

  /** What was presented; empty for a stranger. */
  public Optional<Scheme> scheme() {
    return known.isEmpty()
        ? Optional.empty()
        : switch (verdict.credential()) {
          case Credential.Basic _ -> Optional.of(Scheme.BASIC);
          case Credential.Bearer _ -> Optional.of(Scheme.BEARER);
          case Credential.Session _ -> Optional.of(Scheme.SESSION);
          case Credential.Broken _, Credential.None _ -> Optional.empty();
        };
  }

  /** How the person signed in, a value of {@code acr} (RFC 9470 §4). */
  public Optional<String> acr() {
    return known.flatMap(p ->
        switch (p.signIn()) {
          case SignIn.At(var acr, _) -> Optional.of(acr.urn());
          case SignIn.Undated(var acr) -> Optional.of(acr.urn());
          case SignIn.Nobody _ -> Optional.empty();
        });
  }

  /** When the person signed in, where that is known. */
  public Optional<Instant> signedInAt() {
    return known.flatMap(
        p -> p.signIn() instanceof SignIn.At(_, var when) ? Optional.of(when) : Optional.empty());
  }

  /** Whether the caller holds that permission. */
  public boolean may(String permission) {
    return narrowed(permission).decision() instanceof Decision.Allow;
  }

  /**
   * Whether the caller holds that permission, and the application's rule gives it for this thing.
   *
   * @throws IllegalStateException when no rule is registered for it, see {@link Doorward#rule}
   */
  public boolean may(String permission, Object thing) {
    return may(permission) && rules.allow(permission, this, thing);
  }

  /**
   * As {@link #may(String)}, or the request ends with the answer which the contract gives: 401 for
   * a stranger, 403 for others. Let the exception pass; the filter answers it.
   *
   * @throws AccessRefused when not
   */
  public void require(String permission) {
    Verdict narrowed = narrowed(permission);
    if (!(narrowed.decision() instanceof Decision.Allow)) {
      throw new AccessRefused(narrowed);
    }
  }

  /**
   * As {@link #may(String, Object)}, or the request ends with the answer which the contract gives.
   *
   * @throws AccessRefused when not
   */
  public void require(String permission, Object thing) {
    require(permission);
    if (!rules.allow(permission, this, thing)) {
      Right rule = new Right(Right.Kind.RULE, permission, demands.permission(permission).heldBy());
      throw new AccessRefused(verdict.but(new Decision.Refuse(new Reason.Lacking(rule))));
    }
  }

  private Verdict narrowed(String permission) {
    Right right = demands.permission(permission);
    return Judge.narrow(verdict, new Requirement(List.of(right), Assurance.NONE, List.of()));
  }

  /** The name, or "a stranger". */
  @Override
  public String toString() {
    return isKnown() ? getName() : "a stranger";
  }
}
