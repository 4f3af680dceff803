package dev.doorward.core;

import dev.doorward.core.may.Identify;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Standing;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Subject;
import dev.doorward.core.who.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fixture's people: a token, key or pair says by its name what it proves. */
public final class People implements Identify {
  private final List<Credential> asked = new ArrayList<>();

  /** What was to be verified. */
  public List<Credential> asked() {
    return asked;
  }

  @Override
  public Optional<Identity> recall(Credential.Presented c, RequestFacts facts, Client from) {
    return Optional.empty();
  }

  @Override
  public Identity identify(Credential.Presented c, RequestFacts facts, Client from) {
    asked.add(c);
    return switch (c) {
      case Credential.Bearer(var token) -> token(token.reveal());
      case Credential.Session(var key) -> session(key.reveal());
      case Credential.Basic(var pair) ->
          pair.reveal().equals("alice")
              ? proven("alice", Audience.Everything.EVERYTHING, Scopes.Unlimited.ALL, at(Acr.PWD))
              : new Identity.Invalid(Reason.Unproven.PASSWORD, Upkeep.NONE);
    };
  }

  private static Identity session(String key) {
    return switch (key) {
      case "dead" -> new Identity.Invalid(Reason.Unproven.SESSION_OVER, Upkeep.MAY_CLEAR);
      case "down" -> new Identity.Unsettled(Reason.Later.NO_VERIFIER, Duration.ofSeconds(5));
      default -> proven(key, Audience.Everything.EVERYTHING, Scopes.Unlimited.ALL, at(Acr.PWD));
    };
  }

  private static Identity token(String token) {
    Audience here = audience("http://127.0.0.1:8080");
    SignIn now = at(Acr.PWD);
    SignIn.At old = new SignIn.At(Acr.MFA, Requests.NOW.minusSeconds(7200));
    return switch (token) {
      case "T_exp" -> new Identity.Invalid(Reason.Unproven.EXPIRED, Upkeep.NONE);
      case "T_sig" -> new Identity.Invalid(Reason.Unproven.INVALID, Upkeep.NONE);
      case "T_down" -> new Identity.Unsettled(Reason.Later.NO_VERIFIER, Duration.ofSeconds(5));
      case "T_busy" -> new Identity.Unsettled(Reason.Later.TOO_MANY, Duration.ofMillis(76_001));
      case "T_aud" -> proven("alice", audience("https://other.test"), Scopes.NONE, now);
      case "T_aud_sue" -> proven("sue", audience("https://other.test"), Scopes.NONE, now);
      case "T_api" -> proven("alice", audience("http://127.0.0.1:8080/api"), Scopes.NONE, now);
      case "T_reports" -> proven("alice", here, Scopes.of(List.of("reports:read")), now);
      case "T_mfa" -> proven("alice", here, Scopes.NONE, at(Acr.MFA));
      case "T_mfa_old" -> proven("alice", here, Scopes.NONE, old);
      case "T_mfa_notime" -> proven("alice", here, Scopes.NONE, new SignIn.Undated(Acr.MFA));
      case "T_stale" -> proven("alice", here, Scopes.NONE, new SignIn.At(Acr.PWD, old.when()));
      case "T_client" -> proven("cli_1", here, Scopes.NONE, SignIn.Nobody.NOBODY);
      case "T_site" -> proven("alice", audience("https://shop.example"), Scopes.NONE, now);
      case "T_tls" -> proven("alice", audience("https://app.test"), Scopes.NONE, now);
      case "T_ok" -> proven("alice", here, Scopes.NONE, now);
      default -> proven(token.substring(2), here, Scopes.NONE, now);
    };
  }

  private static Identity proven(String name, Audience audience, Scopes scopes, SignIn signIn) {
    List<String> roles =
        switch (name) {
          case "root" -> List.of("admin");
          case "ops" -> List.of("ops");
          case "auditor" -> List.of("auditor");
          default -> List.of("user");
        };
    Standing standing =
        switch (name) {
          case "sue" -> Reason.Bar.SUSPENDED;
          case "mo" -> Reason.Bar.NEW_PASSWORD_DUE;
          default -> Standing.Good.GOOD;
        };
    Principal principal =
        new Principal(new Subject("usr_" + name, name), audience, Roles.of(roles), scopes, signIn);
    return new Identity.Proven(principal, standing, Upkeep.NONE);
  }

  private static Audience audience(String resource) {
    return new Audience.Of(Set.of(resource));
  }

  private static SignIn at(Acr acr) {
    Instant when = Requests.NOW.minusSeconds(60);
    return new SignIn.At(acr, when);
  }
}
