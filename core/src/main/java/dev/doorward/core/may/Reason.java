package dev.doorward.core.may;

import dev.doorward.core.who.Credential;
import java.util.List;

/** Why a request was answered as it was. Six families tie a reason to the statuses it may have. */
public sealed interface Reason {
  /** 401: other or fresh credentials could open this. */
  sealed interface ToProve extends Reason {}

  /** 403: none could, or yours are fine and not enough. */
  sealed interface ToRefuse extends Reason {}

  /** Step 12, no new token can help: 404 on a hidden route. */
  sealed interface Incurable extends ToRefuse {}

  /** 400, 404, 405, 408, 413–431: nobody was judged. */
  sealed interface ToRepair extends Reason {}

  /** 429, 503: later. */
  sealed interface ToWait extends Reason {}

  /** 204, 308: nobody need be asked. */
  sealed interface ToSpeak extends Reason {}

  /** What is not proven. */
  enum Unproven implements ToProve {
    /** Nothing was presented that this route takes. */
    NOTHING,
    /** The session is unknown, over or revoked. */
    SESSION_OVER,
    /** The token does not verify, or is dead. */
    INVALID,
    /** The token verified and is past its time. */
    EXPIRED,
    /** The token is good, but not here. */
    WRONG_AUDIENCE,
    /** A wrong password, or nobody of that name: nobody is told which. */
    PASSWORD
  }

  /** A better or fresher sign-in could open this; names all scopes of the route (C107). */
  record StepUp(Assurance unmet, List<String> needed) implements ToProve {}

  /** Refused without a look at credentials, or whatever they are. */
  enum Forbidden implements ToRefuse {
    /** The address is denied everywhere. */
    DENIED,
    /** The address lies outside the route's rule. */
    OUTSIDE,
    /** The route is closed. */
    CLOSED,
    /** A script or socket of another origin. */
    ORIGIN,
    /** A credential travelled over plain HTTP. */
    PLAIN_HTTP,
    /** A browser was led here by another site. */
    FORGERY,
    /** The browser keeps no cookie. */
    SIGN_IN_LOOP,
    /** A front asked about an endpoint of ours, which it must hand over unasked. */
    OWN_ENDPOINT
  }

  /** Something about the account itself. */
  enum Bar implements ToRefuse, Standing {
    SUSPENDED,
    NEW_PASSWORD_DUE
  }

  /** A right which the user does not have. */
  record Lacking(Right right) implements Incurable {}

  /** A better sign-in is asked where nobody can make one. */
  record Unattainable(Assurance unmet) implements Incurable {}

  /** The token has too little scope. */
  record TooNarrow(List<String> needed) implements ToRefuse {}

  /** The request itself is at fault. */
  enum Fault implements ToRepair {
    INVALID_REQUEST,
    BAD_FORWARDING,
    AMBIGUOUS_PATH,
    ARRIVAL_INVALID,
    NOT_FOUND,
    TIMEOUT,
    BODY_TOO_LARGE,
    TARGET_TOO_LONG,
    MEDIA_TYPE,
    MISDIRECTED,
    EARLY
  }

  /** The credential's field is against its grammar. */
  record BadCredential(Credential.Broken how) implements ToRepair {}

  /** Not for this method; {@code allowed} is the value of {@code Allow}. */
  record WrongMethod(String allowed) implements ToRepair {}

  /** A field is too large; its name, or empty where all together are. */
  record HeaderTooLarge(String field) implements ToRepair {}

  /** Later. */
  enum Later implements ToWait {
    TOO_MANY,
    NO_VERIFIER,
    OVERLOADED
  }

  /** Said without asking anybody. */
  enum Courtesy implements ToSpeak {
    PREFLIGHT,
    OPTIONS,
    TO_HTTPS
  }

  /** The case of the contract which shows this reason. */
  default String contractCase() {
    return Cases.of(this);
  }

  /** In one or two words, for people who read logs. */
  default String word() {
    return Cases.word(this);
  }
}
