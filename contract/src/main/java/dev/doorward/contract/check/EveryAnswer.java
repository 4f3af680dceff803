package dev.doorward.contract.check;

import dev.doorward.contract.cases.Check;
import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What holds for every answer which comes through the door, whoever gives it. */
final class EveryAnswer {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Fields which say something only where the case says so. */
  private static final List<String> NOT_UNASKED =
      List.of("WWW-Authenticate", "Proxy-Authenticate", "Set-Cookie", "Location");

  private static final List<String> CORS =
      List.of(
          "Access-Control-Allow-Origin",
          "Access-Control-Allow-Credentials",
          "Access-Control-Expose-Headers");

  private static final List<String> CORS_VALUES =
      List.of(
          "https://spa.test", "true", "WWW-Authenticate, Retry-After, DPoP-Nonce, X-Request-Id");

  private EveryAnswer() {}

  static List<String> complaints(Exchange x) {
    List<String> wrong = new ArrayList<>(x.answer().faults());
    Answer answer = x.answer();
    List<String> ids = answer.values("X-Request-Id");
    if (answer.status() != 101
        && !x.untouched()
        && !x.without("id")
        && (ids.size() != 1 || !UUID.matcher(ids.getFirst()).matches())) {
      wrong.add("X-Request-Id is " + ids + ", want one UUID"); // C247
    }
    for (String name : NOT_UNASKED) {
      if (!x.mentions(name) && !answer.values(name).isEmpty()) {
        wrong.add("unexpected " + name + ": " + answer.values(name));
      }
    }
    if (answer.first("Clear-Site-Data").orElse("").contains("cookies")) {
      wrong.add("Clear-Site-Data would wipe the cookies of the whole domain"); // C130
    }
    if (x.untouched()) {
      return wrong;
    }
    if (!x.isOwn()) {
      cors(x, wrong);
      return wrong;
    }
    if (!Reasons.standard(answer.status(), answer.reason())) {
      wrong.add("the reason phrase tells something: " + answer.reason()); // C261
    }
    if (!x.without("id")) {
      cors(x, wrong);
    }
    return wrong;
  }

  /** C191: the set on every answer where Doorward owns CORS, and nothing else of the kind. */
  private static void cors(Exchange x, List<String> wrong) {
    if (x.answer().status() == 101) {
      return;
    }
    if (x.checks(Check.Field.class)
        .anyMatch(f -> f.name().toLowerCase(Locale.ROOT).startsWith("access-control-"))) {
      return;
    }
    Answer answer = x.answer();
    boolean granted =
        x.ownsCors()
            && !x.isDenied()
            && x.request().values("Origin").equals(List.of("https://spa.test"));
    if (!granted) {
      answer.fields().stream()
          .filter(f -> f.name().toLowerCase(Locale.ROOT).startsWith("access-control-"))
          .forEach(f -> wrong.add("unexpected " + f.name() + ": " + f.value()));
      return;
    }
    for (int i = 0; i < CORS.size(); i++) {
      if (!answer.values(CORS.get(i)).equals(List.of(CORS_VALUES.get(i)))) {
        wrong.add(
            CORS.get(i) + " is " + answer.values(CORS.get(i)) + ", want " + CORS_VALUES.get(i));
      }
    }
  }
}
