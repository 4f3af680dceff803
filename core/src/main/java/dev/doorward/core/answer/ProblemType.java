package dev.doorward.core.answer;

import java.util.Locale;

/** Every kind of problem we tell of (RFC 9457), each with its one fixed title. */
public enum ProblemType {
  INVALID_REQUEST("The request is malformed"),
  AMBIGUOUS_PATH("The path can be read in more than one way"),
  BAD_FORWARDING("The forwarding header is unusable"),
  ARRIVAL_INVALID("This way in is no longer valid"),
  AUTHENTICATION_REQUIRED("Authentication required"),
  INVALID_TOKEN("The access token is not valid"),
  INVALID_CREDENTIALS("The credentials are not valid"),
  INSUFFICIENT_USER_AUTHENTICATION("A stronger or fresher sign-in is required"),
  FORBIDDEN("Forbidden"),
  INSUFFICIENT_SCOPE("The access token needs more scope"),
  ACCOUNT_SUSPENDED("This account is suspended"),
  ACTION_REQUIRED("Something must be done first"),
  CSRF_FAILED("This request came from another site"),
  ORIGIN_NOT_ALLOWED("This origin is not allowed"),
  INSECURE_TRANSPORT("Credentials must not travel over plain HTTP"),
  SIGN_IN_LOOP("Signing in does not stick"),
  NOT_FOUND("Not found"),
  NO_UPSTREAM("There is no application behind this door"),
  METHOD_NOT_ALLOWED("Method not allowed"),
  CONFLICT("This is taken already"),
  REQUEST_TIMEOUT("The request took too long"),
  BODY_TOO_LARGE("The body is too large"),
  TARGET_TOO_LONG("The address is too long"),
  UNSUPPORTED_MEDIA_TYPE("This kind of body is not accepted"),
  MISDIRECTED("This server does not answer for that name"),
  TOO_EARLY("Send this again without early data"),
  HEADER_TOO_LARGE("A header field is too large"),
  TOO_MANY_ATTEMPTS("Too many attempts"),
  INTERNAL_ERROR("Something went wrong"),
  UPSTREAM_UNREACHABLE("The application cannot be reached"),
  UPSTREAM_TIMEOUT("The application did not answer in time"),
  AUTH_BACKEND_UNAVAILABLE("We cannot find out now"),
  OVERLOADED("Too busy now");

  private final String title;
  private final String wire = name().toLowerCase(Locale.ROOT);

  ProblemType(String title) {
    this.title = title;
  }

  /** The fixed sentence. */
  public String title() {
    return title;
  }

  /** The name behind {@code urn:doorward:problem:}. */
  public String wire() {
    return wire;
  }
}
