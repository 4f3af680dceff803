package dev.doorward.core.answer;

import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Reason.Fault;
import dev.doorward.core.may.Reason.Forbidden;
import dev.doorward.core.may.Reason.Later;
import dev.doorward.core.may.Reason.Unproven;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Field;
import dev.doorward.core.route.Access;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Scheme;

/** The one place where a status is chosen, and with it what the document is called. */
final class Statuses {
  private Statuses() {}

  static int of(Verdict v, ClientKind kind) {
    return switch (v.decision()) {
      case Decision.Allow _ -> 200;
      case Decision.Prove _ -> leadsOn(v, kind) ? 303 : 401; // C005, C109
      case Decision.Refuse(Reason.Bar b)
          when b == Reason.Bar.NEW_PASSWORD_DUE && leadsOn(v, kind) ->
          303; // C121
      case Decision.Refuse(Reason.Incurable _) when v.trail().style() == Access.Style.HIDDEN ->
          404; // C114
      case Decision.Refuse _ -> 403;
      case Decision.Repair(var why) -> repair(why);
      case Decision.Wait(var why, _) -> why == Later.TOO_MANY ? 429 : 503;
      case Decision.Speak(var what) -> what == Reason.Courtesy.TO_HTTPS ? 308 : 204;
    };
  }

  static ProblemType type(Verdict v, int status) {
    if (status == 404 && v.decision() instanceof Decision.Refuse) {
      return ProblemType.NOT_FOUND;
    }
    return switch (v.decision()) {
      case Decision.Prove(var why, _) -> unproven(v, why);
      case Decision.Refuse(var why) -> refused(why);
      case Decision.Repair(var why) -> faulty(why);
      case Decision.Wait(var why, _) ->
          switch ((Later) why) {
            case TOO_MANY -> ProblemType.TOO_MANY_ATTEMPTS;
            case NO_VERIFIER -> ProblemType.AUTH_BACKEND_UNAVAILABLE;
            case OVERLOADED -> ProblemType.OVERLOADED;
          };
      case Decision.Allow _, Decision.Speak _ -> ProblemType.INTERNAL_ERROR;
    };
  }

  /** The status of a gRPC call in place of an HTTP one (gRPC, HTTP to gRPC status mapping). */
  static int grpc(int status) {
    return switch (status) {
      case 400, 413, 414, 431 -> 13;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 12;
      case 429 -> 8; // a quota, not an outage
      case 502, 503, 504 -> 14;
      default -> 2;
    };
  }

  /** A person who can sign in here, loses no form, and is not merely fetched ahead (C199). */
  static boolean leadsOn(Verdict v, ClientKind kind) {
    return kind == ClientKind.NAV
        && v.trail().facts().method().reads()
        && v.trail().accepts(Scheme.SESSION)
        && !v.trail().facts().fields().first(Field.SEC_PURPOSE).orElse("").startsWith("prefetch");
  }

  private static int repair(Reason.ToRepair why) {
    return switch (why) {
      case Reason.BadCredential _ -> 400;
      case Reason.WrongMethod _ -> 405;
      case Reason.HeaderTooLarge _ -> 431;
      case Fault f ->
          switch (f) {
            case NOT_FOUND -> 404;
            case TIMEOUT -> 408;
            case BODY_TOO_LARGE -> 413;
            case TARGET_TOO_LONG -> 414;
            case MEDIA_TYPE -> 415;
            case MISDIRECTED -> 421;
            case EARLY -> 425;
            case INVALID_REQUEST, BAD_FORWARDING, AMBIGUOUS_PATH, ARRIVAL_INVALID -> 400;
          };
    };
  }

  private static ProblemType unproven(Verdict v, Reason.ToProve why) {
    return switch (why) {
      case Reason.StepUp _ -> ProblemType.INSUFFICIENT_USER_AUTHENTICATION;
      case Unproven u when u == Unproven.PASSWORD -> ProblemType.INVALID_CREDENTIALS;
      case Unproven _ ->
          v.credential().isToken()
              ? ProblemType.INVALID_TOKEN
              : ProblemType.AUTHENTICATION_REQUIRED;
    };
  }

  private static ProblemType refused(Reason.ToRefuse why) {
    return switch (why) {
      case Reason.Bar b ->
          b == Reason.Bar.SUSPENDED ? ProblemType.ACCOUNT_SUSPENDED : ProblemType.ACTION_REQUIRED;
      case Reason.TooNarrow _ -> ProblemType.INSUFFICIENT_SCOPE;
      case Reason.Incurable _ -> ProblemType.FORBIDDEN;
      case Forbidden f ->
          switch (f) {
            case DENIED, OUTSIDE, CLOSED, OWN_ENDPOINT -> ProblemType.FORBIDDEN;
            case ORIGIN -> ProblemType.ORIGIN_NOT_ALLOWED;
            case PLAIN_HTTP -> ProblemType.INSECURE_TRANSPORT;
            case FORGERY -> ProblemType.CSRF_FAILED;
            case SIGN_IN_LOOP -> ProblemType.SIGN_IN_LOOP;
          };
    };
  }

  private static ProblemType faulty(Reason.ToRepair why) {
    return switch (why) {
      case Reason.BadCredential _ -> ProblemType.INVALID_REQUEST;
      case Reason.WrongMethod _ -> ProblemType.METHOD_NOT_ALLOWED;
      case Reason.HeaderTooLarge _ -> ProblemType.HEADER_TOO_LARGE;
      case Fault f ->
          switch (f) {
            case INVALID_REQUEST -> ProblemType.INVALID_REQUEST;
            case BAD_FORWARDING -> ProblemType.BAD_FORWARDING;
            case AMBIGUOUS_PATH -> ProblemType.AMBIGUOUS_PATH;
            case ARRIVAL_INVALID -> ProblemType.ARRIVAL_INVALID;
            case NOT_FOUND -> ProblemType.NOT_FOUND;
            case TIMEOUT -> ProblemType.REQUEST_TIMEOUT;
            case BODY_TOO_LARGE -> ProblemType.BODY_TOO_LARGE;
            case TARGET_TOO_LONG -> ProblemType.TARGET_TOO_LONG;
            case MEDIA_TYPE -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case MISDIRECTED -> ProblemType.MISDIRECTED;
            case EARLY -> ProblemType.TOO_EARLY;
          };
    };
  }
}
