package dev.doorward.contract.check;

import dev.doorward.contract.cases.Check;
import dev.doorward.contract.wire.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for every answer which Doorward itself gives: C247, C249, C251, C262. */
final class OwnAnswer {

  private static final String VARY =
      "Authorization, Cookie, Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With";

  /** C249. Words, so that {@code urn:…} names and scopes do not count. */
  private static final Pattern LEAK =
      Pattern.compile(
          "Exception|\\.java\\b|\\bat [a-z]+\\.[a-z.]+\\(|\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+"
              + "|doorward\\.yaml|\\b(auditor|keeper|ops|admin|user)\\b");

  private static final Set<Integer> LATER = Set.of(429, 503);

  private final Exchange x;
  private final Answer answer;
  private final List<String> wrong = new ArrayList<>();

  private OwnAnswer(Exchange x) {
    this.x = x;
    this.answer = x.answer();
  }

  static List<String> complaints(Exchange x) {
    var own = new OwnAnswer(x);
    own.caching();
    own.vary();
    own.status();
    own.body();
    own.leaks();
    return own.wrong;
  }

  private void caching() {
    if (!x.mentions("Cache-Control")
        && !x.without("no-store")
        && answer.status() != 101
        && !answer.values("Cache-Control").equals(List.of("no-store"))) {
      wrong.add("Cache-Control is " + answer.values("Cache-Control") + ", want no-store");
    }
    for (String name : List.of("ETag", "Last-Modified", "Expires", "Age")) {
      boolean mayBeStored = x.mentions("Cache-Control") || x.without("no-store");
      if (!answer.values(name).isEmpty() && !mayBeStored) {
        wrong.add("our own answer has " + name);
      }
    }
  }

  /** V stands on every refusal and login redirect. */
  private void vary() {
    boolean toLogin =
        answer.status() == 303
            && answer.first("Location").orElse("").contains("/.doorward/login?")
            && !x.request().path().startsWith("/.doorward/");
    if (x.mentions("Vary") || x.without("vary") || !(answer.status() >= 400 || toLogin)) {
      return;
    }
    boolean origin = x.ownsCors() && !x.isDenied() && answer.status() != 421;
    String wanted = origin ? VARY + ", Origin" : VARY;
    List<String> actual = answer.values("Vary");
    if (actual.size() != 1
        || !CaseChecks.names(actual.getFirst()).containsAll(CaseChecks.names(wanted))) {
      wrong.add("Vary is " + actual + ", want one line with " + wanted);
    }
  }

  private void status() {
    int status = answer.status();
    if (status == 401 && answer.values("WWW-Authenticate").isEmpty()) {
      wrong.add("401 without WWW-Authenticate (RFC 9110 §15.5.2)");
    }
    if (status == 407) {
      wrong.add("407 is for forward proxies");
    }
    if (status == 405 && answer.values("Allow").size() != 1) {
      wrong.add("405 without Allow (RFC 9110 §15.5.6)");
    }
    if (LATER.contains(status)) {
      String after = answer.first("Retry-After").orElse("");
      boolean fine = status == 429 ? after.matches("[1-9]\\d*") : after.matches("[5-9]|10");
      if (!fine) {
        wrong.add("Retry-After is " + after); // C262
      }
    }
    if (status >= 300 && !answer.interims().isEmpty()) {
      wrong.add("interim answers " + answer.interims() + " before a refusal"); // C019
    }
  }

  private void body() {
    boolean empty = answer.body().length == 0;
    if (!empty && answer.mediaType().isEmpty()) {
      wrong.add("a body without Content-Type");
    }
    boolean said =
        x.step().checks().stream()
            .anyMatch(c ->
                c instanceof Check.Problem
                    || c instanceof Check.Page
                    || c instanceof Check.EmptyBody
                    || c instanceof Check.BodyIs);
    if (answer.mediaType().equals(ProblemDocument.TYPE) && !empty) {
      wrong.addAll(ProblemDocument.complaints(x, Optional.empty()));
    } else if (answer.mediaType().equals("text/html") && answer.status() >= 400) {
      wrong.addAll(HtmlPage.complaints(x, ""));
    } else if (answer.status() >= 400 && !said && !x.request().method().equals("HEAD") && !empty) {
      wrong.add("a refusal is a problem document or a page, not " + answer.mediaType());
    }
  }

  private void leaks() {
    String server = answer.first("Server").orElse("");
    if (server.matches(".*\\d.*") || !answer.values("X-Powered-By").isEmpty()) {
      wrong.add("the answer tells what serves it: " + server);
    }
    if (answer.status() < 400) {
      return;
    }
    String text = answer.text();
    if (answer.mediaType().equals(ProblemDocument.TYPE)) {
      var m = LEAK.matcher(text);
      if (m.find()) {
        wrong.add("the answer talks too much: " + m.group());
      }
      for (String user : x.file().users().keySet()) {
        if (Pattern.compile("\\b" + Pattern.quote(user) + "\\b").matcher(text).find()) {
          wrong.add("the answer names the user " + user);
        }
      }
    }
    for (String authorization : x.request().values("Authorization")) {
      int space = authorization.indexOf(' ');
      String credential = space < 0 ? authorization : authorization.substring(space + 1).strip();
      if (credential.length() >= 16 && text.contains(credential.substring(0, 16))) {
        wrong.add("the answer repeats the credential");
      }
    }
  }
}
