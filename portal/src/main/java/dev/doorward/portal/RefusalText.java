package dev.doorward.portal;

import dev.doorward.core.answer.ProblemType;

/** What a refusal means to the person who reads it, and what he can do. */
record RefusalText(String heading, String text) {
  static RefusalText of(ProblemType type, boolean known) {
    return switch (type) {
      case AUTHENTICATION_REQUIRED, INVALID_CREDENTIALS ->
          new RefusalText("Please sign in", "This page is for people who are signed in.");
      case INVALID_TOKEN ->
          new RefusalText("The access token is not valid", "Get a new one and try again.");
      case INSUFFICIENT_USER_AUTHENTICATION ->
          new RefusalText(
              "Please sign in again", "This page asks for a stronger or fresher sign-in.");
      case FORBIDDEN ->
          known
              ? new RefusalText(
                  "This is not for you",
                  "You are signed in, but your account may not open this page. Somebody who runs"
                      + " this place can tell why, with the number below.")
              : new RefusalText("No way in here", "This page cannot be opened from where you are.");
      case INSUFFICIENT_SCOPE ->
          new RefusalText("The token is not enough", "The access token needs more scope.");
      case ACCOUNT_SUSPENDED ->
          new RefusalText(
              "This account is suspended", "Ask somebody who runs this place to resume it.");
      case ACTION_REQUIRED ->
          new RefusalText("One thing first", "Choose a new password, then come back.");
      case CSRF_FAILED ->
          new RefusalText(
              "This came from another site",
              "Another site sent this on your behalf, so it was not done. If you meant to do it,"
                  + " do it from a page here.");
      case ORIGIN_NOT_ALLOWED ->
          new RefusalText("Not from that site", "Pages of that site may not use this one.");
      case INSECURE_TRANSPORT ->
          new RefusalText(
              "Not over plain HTTP", "Use the address that begins with https, and try again.");
      case SIGN_IN_LOOP ->
          new RefusalText(
              "Signing in does not stick",
              "Your password was right, but your browser did not keep the cookie which remembers"
                  + " it. Allow cookies for this site, check your clock, and sign in again.");
      case NOT_FOUND -> new RefusalText("Not found", "There is nothing at this address.");
      case NO_UPSTREAM ->
          new RefusalText(
              "Nothing behind this door", "You may come in, but there is no application here.");
      case TOO_MANY_ATTEMPTS ->
          new RefusalText(
              "Too many attempts", "Wait a little before you try again; it opens by itself.");
      case UPSTREAM_UNREACHABLE ->
          new RefusalText(
              "The application does not answer",
              "You may come in, but what is behind this door is down. Try again in a moment.");
      case UPSTREAM_TIMEOUT ->
          new RefusalText(
              "The application takes too long",
              "You may come in, but what is behind this door did not answer in time.");
      case AUTH_BACKEND_UNAVAILABLE ->
          new RefusalText(
              "We cannot find out now",
              "Something of ours is down, so we cannot tell who you are. You are still signed in;"
                  + " try again in a moment.");
      case OVERLOADED ->
          new RefusalText("Too busy now", "Many people sign in at once. Try again in a moment.");
      case INTERNAL_ERROR ->
          new RefusalText("Something went wrong", "It is our fault, and it was noted.");
      case ARRIVAL_INVALID ->
          new RefusalText(
              "This way in is over",
              "The link that brought you here works once and for a minute. Begin anew.");
      case AMBIGUOUS_PATH,
          BAD_FORWARDING,
          INVALID_REQUEST,
          METHOD_NOT_ALLOWED,
          REQUEST_TIMEOUT,
          BODY_TOO_LARGE,
          TARGET_TOO_LONG,
          UNSUPPORTED_MEDIA_TYPE,
          MISDIRECTED,
          TOO_EARLY,
          HEADER_TOO_LARGE ->
          new RefusalText(type.title(), "The request cannot be answered as it was sent.");
    };
  }
}
