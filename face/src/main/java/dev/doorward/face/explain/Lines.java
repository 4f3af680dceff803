package dev.doorward.face.explain;

import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.may.Right;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A verdict, a line a step, with fixed keys. */
public final class Lines {
  /** What differs from try to try says nothing about the decision. */
  private static final Set<String> UNTOLD = Set.of("x-request-id", "vary");

  private static final int SOME = 5;

  private final List<String> lines = new ArrayList<>();

  private Lines() {}

  /** Tells a verdict. */
  public static List<String> of(Policy policy, Verdict v, Hints hints) {
    Lines out = new Lines();
    out.add("address", address(v.trail()));
    out.add("route", v.trail().route().place().toString());
    out.add("credential", credential(v.credential()));
    if (v.caller() instanceof Principal p) {
      out.add("principal", principal(p));
      out.requirement(v, p);
    } else {
      out.add("principal", "nobody");
    }
    out.add("decision", decision(v.decision()));
    out.answer(policy, v);
    help(policy, v, hints).forEach(line -> out.add("would help", line));
    return out.lines;
  }

  private void add(String key, String text) {
    lines.add("%-12s %s".formatted(key, text));
  }

  private void requirement(Verdict v, Principal p) {
    if (!(v.trail().route().access() instanceof Access.Guarded g)) {
      return;
    }
    Requirement need = g.need();
    for (Right right : need.rights()) {
      add(
          "requirement",
          "%s %s: %s"
              .formatted(
                  right.kind().name().toLowerCase(Locale.ROOT),
                  right.name(),
                  right.heldBy().meets(p.roles()) ? "met" : "missing"));
    }
    need.assurance()
        .acr()
        .ifPresent(acr -> add("requirement", "assurance " + acr.urn() + met(need, p, v)));
    need.assurance()
        .maxAge()
        .ifPresent(age -> add("requirement", "max-age " + age.toSeconds() + "s" + met(need, p, v)));
    if (!need.scopes().isEmpty() && p.scopes() instanceof Scopes.Of) {
      add(
          "requirement",
          "scope %s: %s"
              .formatted(
                  String.join(" ", need.scopes()),
                  p.scopes().covers(need.scopes()) ? "met" : "missing"));
    }
  }

  private static String met(Requirement need, Principal p, Verdict v) {
    boolean met =
        need.assurance().unmet(p.signIn(), v.trail().facts().at())
            == dev.doorward.core.may.Assurance.NONE;
    return met ? ": met" : ": missing";
  }

  private void answer(Policy policy, Verdict v) {
    switch (policy.answers().answer(v)) {
      case Answer.Through(_, var app) -> add("answer", "the application's, at " + app.url());
      case Answer.Permit(_, var fields) -> {
        add("answer", "200, come in");
        fields(fields);
      }
      case Answer.Serve(_, var own) ->
          add("answer", "Doorward's own: " + own.endpoint().name().toLowerCase(Locale.ROOT));
      case Answer.Say(int status, var fields, _) -> {
        add("answer", Integer.toString(status));
        fields(fields);
      }
    }
  }

  private void fields(List<Header> fields) {
    fields.stream()
        .filter(field -> !UNTOLD.contains(field.name().toLowerCase(Locale.ROOT)))
        .forEach(field -> lines.add(" ".repeat(13) + field.name() + ": " + harmless(field)));
  }

  /** These lines are kept in a log: no key and no query, in which secrets travel, goes there. */
  private static String harmless(Header field) {
    String value = field.value();
    return switch (field.name()) {
      case "Set-Cookie" -> {
        int begin = value.indexOf('=') + 1;
        int end = value.indexOf(';');
        yield begin < end ? value.substring(0, begin) + "..." + value.substring(end) : value;
      }
      case "Location", "HX-Redirect" -> {
        int query = value.indexOf('?');
        yield query < 0 ? value : value.substring(0, query) + "?...";
      }
      default -> value;
    };
  }

  private static String address(Trail t) {
    return switch (t.from()) {
      case Client.Known(var address, boolean proxied) ->
          address
              + (proxied
                  ? " (said by the trusted proxy " + t.facts().peer().address() + ")"
                  : " (peer)");
      case Client.Unusable _ ->
          "unusable (what the trusted proxy " + t.facts().peer().address() + " said is no address)";
    };
  }

  private static String credential(Credential credential) {
    return switch (credential) {
      case Credential.Session _ -> "session";
      case Credential.Basic _ -> "basic";
      case Credential.Bearer _ -> "bearer";
      case Credential.Broken broken ->
          "broken: " + broken.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Credential.None none ->
          switch (none) {
            case UNREAD -> "not looked at";
            case NOTHING -> "none";
            case FOREIGN_SCHEME -> "none which this route takes";
            case TWO_COOKIES -> "two cookies of one name, so none";
          };
    };
  }

  private static String principal(Principal p) {
    String scopes =
        p.scopes().listed().isEmpty() ? "" : " scopes=" + String.join(",", p.scopes().listed());
    return p.subject().name() + " roles=" + String.join(",", p.roles().names()) + scopes;
  }

  private static String decision(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> "allow";
      case Decision.Prove(var why, _) -> "prove " + told(why);
      case Decision.Refuse(var why) -> "refuse " + told(why);
      case Decision.Repair(var why) -> "repair " + told(why);
      case Decision.Wait(var why, _) -> "wait " + told(why);
      case Decision.Speak(var what) -> "speak " + told(what);
    };
  }

  private static String told(Reason reason) {
    return reason.word() + " (" + reason.contractCase() + ")";
  }

  private static List<String> help(Policy policy, Verdict v, Hints hints) {
    return switch (v.decision()) {
      case Decision.Allow _, Decision.Speak _ -> List.of();
      case Decision.Prove(Reason.StepUp(var unmet, _), _) -> {
        List<String> help = new ArrayList<>();
        unmet.acr().ifPresent(acr -> help.add("a sign-in with " + acr.urn()));
        unmet
            .maxAge()
            .ifPresent(age -> help.add("a sign-in less than " + age.toSeconds() + " s ago"));
        yield help;
      }
      case Decision.Prove(var why, _) when why == Reason.Unproven.WRONG_AUDIENCE ->
          v.trail().route().access() instanceof Access.Guarded g
              ? List.of("a token for " + String.join(" or ", g.resource().names()))
              : List.of();
      case Decision.Prove(var why, _) when why == Reason.Unproven.PASSWORD ->
          List.of("the right user name and password");
      case Decision.Prove _ -> List.of(ways(v));
      case Decision.Refuse(Reason.Lacking(var right)) -> List.of(granting(v, right, hints));
      case Decision.Refuse(Reason.TooNarrow(var needed)) ->
          List.of("a token with the scopes " + String.join(" ", needed));
      case Decision.Refuse(Reason.Bar bar) ->
          List.of(
              bar == Reason.Bar.SUSPENDED
                  ? hints.command("user resume " + name(v))
                  : "a new password, chosen at /.doorward/account");
      case Decision.Refuse(Reason.Forbidden why) -> List.of(admitting(why));
      case Decision.Refuse _ -> List.of();
      case Decision.Repair(Reason.Fault why) when why == Reason.Fault.MISDIRECTED ->
          List.of("a host which is guarded here: " + some(policy.sites()));
      case Decision.Repair(Reason.Fault why) when why == Reason.Fault.AMBIGUOUS_PATH ->
          List.of("the path written plainly, without . and .. and without encoded marks");
      case Decision.Repair(Reason.WrongMethod(var allowed)) ->
          List.of("one of the methods " + allowed);
      case Decision.Repair _ -> List.of();
      case Decision.Wait(var why, _) when why == Reason.Later.TOO_MANY ->
          List.of("to come again after Retry-After");
      case Decision.Wait _ -> List.of();
    };
  }

  /** A few of them, where there may be thousands. */
  private static String some(List<Site> sites) {
    return sites.stream()
            .limit(SOME)
            .map(site -> site.origin().authority())
            .collect(Collectors.joining(", "))
        + (sites.size() > SOME ? ", …" : "");
  }

  private static String admitting(Reason.Forbidden why) {
    return switch (why) {
      case OUTSIDE -> "an address within the route's from:";
      case DENIED -> "an address outside deny:";
      case CLOSED -> "nothing but another route; this one is closed to everybody";
      case ORIGIN -> "an Origin of this site's own, or one which cors: of the route names";
      case PLAIN_HTTP -> "the same request over HTTPS";
      case FORGERY -> "a request begun on this very site, as Sec-Fetch-Site or Origin say";
      case SIGN_IN_LOOP -> "a browser which keeps cookies";
      case OWN_ENDPOINT -> "a front which hands /.doorward/ over unasked";
    };
  }

  private static String granting(Verdict v, Right right, Hints hints) {
    if (right.kind() == Right.Kind.RULE) {
      return "leave by the application's own rule for " + right.name();
    }
    List<String> roles = right.heldBy().names();
    String what = right.kind().name().toLowerCase(Locale.ROOT) + " " + right.name();
    return roles.isEmpty()
        ? what + ", which no role gives"
        : what
            + ", granted with: "
            + hints.command("role grant " + name(v) + " " + roles.getFirst());
  }

  private static String name(Verdict v) {
    return v.caller() instanceof Principal p ? p.subject().name() : "USER";
  }

  private static String ways(Verdict v) {
    return v.trail().route().access() instanceof Access.Guarded g
        ? "a credential of one of: "
            + String.join(", ", g.accepts().all().stream().map(s -> s.word()).toList())
        : "";
  }
}
