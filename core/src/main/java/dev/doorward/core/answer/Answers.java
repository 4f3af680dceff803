package dev.doorward.core.answer;

import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Reason.Courtesy;
import dev.doorward.core.request.Accept;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.Method;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Route;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Scheme;
import dev.doorward.core.who.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words every verdict: status, fields and what the body says. */
public final class Answers {
  private static final String V =
      "Authorization, Cookie, Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With";
  private static final Header VARY = new Header("Vary", V);
  private static final Header VARY_ORIGIN = new Header("Vary", V + ", Origin");
  private static final Header VARY_PREFLIGHT =
      new Header("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
  private static final Header NO_STORE = new Header("Cache-Control", "no-store");

  private final @Nullable Challenges[] challenges;

  private final Chance chance;

  /** Prepares the words for these routes, which are numbered from 0. */
  public Answers(Chance chance, List<Route> routes) {
    this.chance = chance;
    int most = routes.stream().mapToInt(Route::number).max().orElse(-1);
    challenges = new Challenges[most + 1];
    for (Route route : routes) {
      if (route.access() instanceof Access.Guarded guarded) {
        challenges[route.number()] = new Challenges(route.site(), guarded);
      }
    }
  }

  /** The answer to a verdict. */
  public Answer answer(Verdict v) {
    if (v.decision() instanceof Decision.Allow && v.trail().facts().peer().front().asks()) {
      return new Answer.Permit(v, Passage.permission(v));
    }
    if (v.decision() instanceof Decision.Allow) {
      return switch (v.trail().route().behind()) {
        case Behind.App app -> new Answer.Through(v, app);
        case Behind.Own own -> new Answer.Serve(v, own);
        case Behind.NoApp _, Behind.Nothing _ -> failure(v.trail(), Failure.NO_UPSTREAM);
      };
    }
    return say(v);
  }

  /** What is said to a verdict which lets nobody through. */
  public Answer.Say say(Verdict v) {
    ClientKind kind = ClientKind.of(v.trail().facts());
    int status = Statuses.of(v, kind);
    List<Header> fields = new ArrayList<>(12);
    fields.addAll(challenges(v, kind, status));
    leads(v, kind, status, fields);
    if (v.decision().upkeep() == Upkeep.MAY_CLEAR && kind == ClientKind.NAV) {
      fields.add(SetCookies.cleared(v.trail().route().site(), ""));
    }
    switch (v.decision()) {
      case Decision.Repair(Reason.WrongMethod(var allowed)) ->
          fields.add(new Header("Allow", allowed));
      case Decision.Wait(var why, var after) ->
          fields.add(new Header("Retry-After", Long.toString(retryAfter(v, why, after))));
      case Decision.Speak(var what) when what == Courtesy.OPTIONS ->
          fields.add(new Header("Allow", Method.ALL));
      default -> {}
    }
    if (v.decision().equals(new Decision.Refuse(Reason.Forbidden.OWN_ENDPOINT))) {
      fields.add(new Header("Doorward-Reason", "own_endpoint"));
    }
    if (kind == ClientKind.GRPC && v.trail().facts().peer().front().asks()) {
      fields.add(new Header("grpc-status", Integer.toString(Statuses.grpc(status)))); // C324
    }
    boolean preflight = v.decision().equals(new Decision.Speak(Courtesy.PREFLIGHT));
    fields.addAll(preflight ? CorsFields.preflight(v.trail()) : cors(v));
    finish(v.trail(), fields, preflight);
    if (kind == ClientKind.GRPC && status >= 400 && !v.trail().facts().peer().front().asks()) {
      return GrpcAnswer.say(v.trail(), fields, problem(v, status));
    }
    Body body =
        status == 204 || status == 303 || status == 308
            ? Body.Empty.EMPTY
            : body(v, kind, problem(v, status));
    return new Answer.Say(status, fields, body);
  }

  /** What is said when something broke after the verdict. */
  public Answer.Say failure(Trail t, Failure failure) {
    List<Header> fields = new ArrayList<>(CorsFields.of(t));
    finish(t, fields, false);
    Problem problem = new Problem(failure.type(), failure.status(), t.facts().id(), Map.of());
    ClientKind kind = ClientKind.of(t.facts());
    if (kind == ClientKind.GRPC && !t.facts().peer().front().asks()) {
      return GrpcAnswer.say(t, fields, problem);
    }
    Verdict v = t.ends(new Decision.Allow(Upkeep.NONE));
    return new Answer.Say(failure.status(), fields, body(v, kind, problem));
  }

  /** The fields of every answer of our own endpoints which may not be stored (C251). */
  public List<Header> ownFields(Trail t) {
    List<Header> fields = new ArrayList<>(CorsFields.of(t));
    finish(t, fields, false);
    return fields;
  }

  private List<Header> challenges(Verdict v, ClientKind kind, int status) {
    Challenges here = challenges[v.trail().route().number()];
    if (here == null || status == 404) {
      return List.of();
    }
    return switch (v.decision()) {
      case Decision.Prove(var why, _) when status == 401 ->
          here.unproven(why, v.credential(), kind);
      case Decision.Repair(Reason.BadCredential _) -> here.broken(kind);
      case Decision.Refuse(Reason.TooNarrow(var needed)) -> here.tooNarrow(needed);
      case Decision.Refuse(Reason.Incurable _), Decision.Refuse(Reason.Bar _)
          when v.credential().isToken() ->
          here.bare(); // C035
      default -> List.of(); // C034
    };
  }

  private void leads(Verdict v, ClientKind kind, int status, List<Header> fields) {
    Trail t = v.trail();
    if (status == 308) {
      fields.add(new Header("Location", t.named() + t.facts().target().raw()));
    } else if (status == 303 && v.decision() instanceof Decision.Refuse) {
      fields.add(location(t, t.route().site().own(Links.PASSWORD)));
    } else if (status == 303 && (t.route().site().isHome() || !t.back().equals(t.asked()))) {
      // Under the name by which nobody asked yet, the site begins the walk itself (C355).
      fields.add(location(t, Links.signIn(t, unmet(v))));
    } else if (status == 303) {
      Walk walk = Walk.of(t, chance);
      fields.add(new Header("Location", Links.signIn(t, unmet(v)) + "&walk=" + walk.state()));
      walk.begun().ifPresent(fields::add);
    } else if (status == 401
        && kind == ClientKind.XHR
        && t.facts().fields().is(Field.HX_REQUEST, "true")
        && t.accepts(Scheme.SESSION)) {
      fields.add(new Header("HX-Redirect", Links.signInForFragment(t)));
    }
  }

  /** C306: some fronts resolve a relative address against ours instead of the client's. */
  private static Header location(Trail t, String url) {
    boolean absolute = t.facts().peer().front() == Front.ANY_2XX_IS_LEAVE && url.startsWith("/");
    return new Header("Location", absolute ? t.route().site().origin() + url : url);
  }

  private static Assurance unmet(Verdict v) {
    return v.decision() instanceof Decision.Prove(Reason.StepUp(var unmet, _), _)
        ? unmet
        : Assurance.NONE;
  }

  private static List<Header> cors(Verdict v) {
    boolean denied = v.decision().equals(new Decision.Refuse(Reason.Forbidden.DENIED));
    return denied ? List.of() : CorsFields.of(v.trail()); // C187
  }

  private static void finish(Trail t, List<Header> fields, boolean preflight) {
    fields.add(NO_STORE);
    fields.add(preflight ? VARY_PREFLIGHT : t.route().cors().isOurs() ? VARY_ORIGIN : VARY);
    fields.add(new Header("X-Request-Id", t.facts().id().toString()));
  }

  /** C262: exact for a quota; spread for an outage, so that a herd does not return at once. */
  private static long retryAfter(Verdict v, Reason.ToWait why, Duration left) {
    return why == Reason.Later.TOO_MANY
        ? Math.max(1, left.plusNanos(999_999_999).toSeconds()) // who comes in time must come in
        : 5 + Math.floorMod(v.trail().facts().serial() * 0x9e3779b97f4a7c15L >>> 33, 6);
  }

  private static Problem problem(Verdict v, int status) {
    Map<String, Object> members = new LinkedHashMap<>();
    switch (v.decision()) {
      case Decision.Prove(Reason.StepUp(var unmet, _), _) -> {
        members.put("error", "insufficient_user_authentication");
        unmet.acr().ifPresent(acr -> members.put("acr_values", acr.urn()));
        unmet.maxAge().ifPresent(age -> members.put("max_age", age.toSeconds()));
      }
      case Decision.Prove _ when v.credential().isToken() -> members.put("error", "invalid_token");
      case Decision.Refuse(Reason.TooNarrow(var needed)) -> {
        members.put("error", "insufficient_scope");
        members.put("scope", String.join(" ", needed));
      }
      case Decision.Repair(Reason.BadCredential _) -> members.put("error", "invalid_request");
      case Decision.Refuse(Reason.Bar b) when b == Reason.Bar.NEW_PASSWORD_DUE ->
          members.put("action", v.trail().route().site().own(Links.PASSWORD));
      case Decision.Repair(Reason.HeaderTooLarge(var field)) when !field.isEmpty() ->
          members.put("field", field);
      default -> {}
    }
    if (status == 401
        && v.trail().accepts(Scheme.BEARER)
        && v.trail().route().access() instanceof Access.Guarded g
        && !g.need().scopes().isEmpty()) {
      members.put("scope", String.join(" ", g.need().scopes())); // C032
    }
    if (status == 401 && v.trail().accepts(Scheme.SESSION)) {
      members.put("login_uri", v.trail().route().site().signIn() + "/.doorward/login"); // C263
    }
    return new Problem(Statuses.type(v, status), status, v.trail().facts().id(), members);
  }

  private static Body body(Verdict v, ClientKind kind, Problem problem) {
    boolean page =
        switch (kind) {
          case NAV, FRAME -> true;
          case API -> !v.trail().facts().method().reads() && namesHtml(v.trail());
          case XHR -> isFragment(v.trail()) && namesHtml(v.trail());
          case WS, SSE, GRPC, SUB -> false;
        };
    if (kind == ClientKind.GRPC || kind == ClientKind.SUB) {
      return Body.Empty.EMPTY;
    }
    return page ? Pages.of(v, kind, problem) : new Body.Json(problem);
  }

  private static boolean namesHtml(Trail t) {
    return Accept.prefersHtml(t.facts().fields().first(Field.ACCEPT).orElse(""));
  }

  private static boolean isFragment(Trail t) {
    return t.facts().fields().has(Field.HX_REQUEST) || t.facts().fields().has(Field.TURBO_FRAME);
  }
}
