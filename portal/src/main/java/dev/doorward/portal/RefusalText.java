package dev.doorward.portal;

import dev.doorward.core.answer.ProblemType;
import dev.doorward.portal.page.Door;

/**
 * What a refusal means to the person who reads it, and what to do about it.
 *
 * @param again whether the same may work a moment later
 */
record RefusalText(String heading, String text, Door door, boolean again) {
  /**
   * The words for a kind of problem.
   *
   * @param known whether the page names its reader, whose own account is then what falls short
   */
  static RefusalText of(ProblemType type, boolean known) {
    return switch (type) {
      case AUTHENTICATION_REQUIRED, INVALID_CREDENTIALS ->
          ajar("Please sign in", "This page is for people who are signed in.");
      case INVALID_TOKEN ->
          closed(
              "That token is not good here",
              "It may have run out or been withdrawn. Get a new one and try again.");
      case INSUFFICIENT_USER_AUTHENTICATION ->
          ajar(
              "Please sign in again",
              "What lies ahead is delicate, so it asks for a fresh or stronger sign-in.");
      case FORBIDDEN ->
          known
              ? closed(
                  "This is not open to you",
                  "Your account does not open this page. If you think it should, ask somebody who"
                      + " runs this place and give them the request number below.")
              : closed(
                  "No way in here",
                  "This page cannot be opened from where you are. If you think it should, ask"
                      + " somebody who runs this place and give them the request number below.");
      case INSUFFICIENT_SCOPE ->
          closed(
              "That token does not reach this far",
              "It is valid, but it was made for less. Get one with a wider scope.");
      case ACCOUNT_SUSPENDED ->
          closed(
              "Your account rests",
              "It was suspended, and nothing is lost. Ask somebody who runs this place to resume"
                  + " it.");
      case ACTION_REQUIRED -> ajar("One thing first", "Choose a new password, then come back.");
      case CSRF_FAILED ->
          closed(
              "That came from another site",
              "Another site sent this in your name, so nothing was done. If you meant it, open"
                  + " this site yourself and do it from there.");
      case ORIGIN_NOT_ALLOWED ->
          closed("Not from that site", "Pages of that site may not use this one.");
      case INSECURE_TRANSPORT ->
          closed(
              "Not over an open line",
              "Secrets must not travel unencrypted. Use the address that begins with https. If you"
                  + " just sent a password this way, change it.");
      case SIGN_IN_LOOP ->
          ajar(
              "Signing in does not last",
              "Your password was right, but your browser does not keep the cookie that remembers"
                  + " it. Allow cookies for this site, see that your clock is right, then try once"
                  + " more.");
      case NOT_FOUND ->
          closed("Nothing here", "There is no page at this address. Is it spelled right?");
      case NO_UPSTREAM ->
          open("Nothing behind this door", "You may come in, but there is no application here.");
      case TOO_MANY_ATTEMPTS ->
          closed(
              "Too many attempts",
              "For safety, this door waits a while before it listens again. It opens by itself;"
                  + " there is nothing you need to do.");
      case UPSTREAM_UNREACHABLE ->
          openForNow(
              "The application is away",
              "You may come in, but what is behind this door cannot be reached just now.");
      case UPSTREAM_TIMEOUT ->
          openForNow(
              "The application takes too long",
              "You may come in, but what is behind this door did not answer in time.");
      case AUTH_BACKEND_UNAVAILABLE ->
          ajarForNow(
              "We cannot find out now",
              "Something of ours is down, so we cannot tell who you are. If you were signed in, you"
                  + " still are.");
      case OVERLOADED ->
          ajarForNow("Too busy now", "Many people are at the door. Try again in a moment.");
      case INTERNAL_ERROR ->
          closed(
              "Something went wrong",
              "It is our fault, not yours, and it was noted under the request number below.");
      case ARRIVAL_INVALID ->
          ajar(
              "This way in has closed",
              "The link that brought you here works once, and for a minute. Begin anew.");
      case REQUEST_TIMEOUT ->
          closed("That took too long", "The request did not arrive in time. Send it again.");
      case BODY_TOO_LARGE ->
          closed("That is too large", "What you sent is larger than this page takes.");
      case TARGET_TOO_LONG -> closed("That address is too long", "Try a shorter one.");
      case HEADER_TOO_LARGE ->
          closed(
              "Your browser sent too much",
              "Most often these are old cookies: delete those of this site and try again.");
      case MISDIRECTED ->
          closed(
              "Nobody of that name here",
              "This server does not stand for the name in your address bar. Is it spelled right?");
      case TOO_EARLY ->
          ajar("A little too early", "Reload this page, and it will be sent the safe way.");
      case METHOD_NOT_ALLOWED ->
          closed("That cannot be done here", "This page does not take what was asked of it.");
      case CONFLICT -> closed("That is taken", "Something else has this name already.");
      case UNSUPPORTED_MEDIA_TYPE ->
          closed("That cannot be read here", "This page does not take that kind of content.");
      case AMBIGUOUS_PATH, BAD_FORWARDING, INVALID_REQUEST ->
          closed(
              "That could not be understood",
              "The request did not arrive in a form we can answer. Go back and try once more.");
    };
  }

  private static RefusalText closed(String heading, String text) {
    return new RefusalText(heading, text, Door.CLOSED, false);
  }

  private static RefusalText ajar(String heading, String text) {
    return new RefusalText(heading, text, Door.AJAR, false);
  }

  private static RefusalText ajarForNow(String heading, String text) {
    return new RefusalText(heading, text, Door.AJAR, true);
  }

  private static RefusalText open(String heading, String text) {
    return new RefusalText(heading, text, Door.OPEN, false);
  }

  private static RefusalText openForNow(String heading, String text) {
    return new RefusalText(heading, text, Door.OPEN, true);
  }
}
