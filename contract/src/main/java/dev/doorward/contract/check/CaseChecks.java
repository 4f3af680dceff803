package dev.doorward.contract.check;

import dev.doorward.contract.cases.Check;
import dev.doorward.contract.wire.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** The case's own lines. */
final class CaseChecks {

  private final Exchange x;
  private final Answer answer;
  private final List<String> wrong = new ArrayList<>();

  private CaseChecks(Exchange x) {
    this.x = x;
    this.answer = x.answer();
  }

  static List<String> complaints(Exchange x) {
    var checks = new CaseChecks(x);
    x.step().checks().forEach(checks::check);
    return checks.wrong;
  }

  private void check(Check check) {
    switch (check) {
      case Check.Status(var statuses) -> {
        if (!statuses.contains(answer.status())) {
          wrong.add("status " + answer.status() + ", want " + statuses);
        }
      }
      case Check.StatusLike(var placeholder) -> {
        String wanted = x.words().fill(placeholder);
        if (!wanted.equals(Integer.toString(answer.status()))) {
          wrong.add("status " + answer.status() + ", want " + wanted);
        }
      }
      case Check.Field(var name, var values) -> field(name, values);
      case Check.Absent(var name) -> {
        if (!answer.values(name).isEmpty()) {
          wrong.add(name + " must not be there: " + answer.values(name));
        }
      }
      case Check.Problem(var name) ->
          wrong.addAll(ProblemDocument.complaints(x, Optional.of(name)));
      case Check.Member(var name, var value) -> member(name, value);
      case Check.Page(var problem) -> wrong.addAll(HtmlPage.complaints(x, problem));
      case Check.EmptyBody() -> {
        if (answer.body().length > 0) {
          wrong.add("the body must be empty");
        }
      }
      case Check.BodySays(var text) -> {
        if (!HtmlPage.read(answer.text()).contains(x.words().fill(text))) {
          wrong.add("the page does not say: " + x.words().fill(text));
        }
      }
      case Check.BodyHas(var text, var wanted) -> {
        // A page may write the ampersands of a link either way.
        String body = answer.text().replace("&amp;", "&");
        if (body.contains(x.words().fill(text)) != wanted) {
          wrong.add("the body " + (wanted ? "lacks " : "must not hold ") + x.words().fill(text));
        }
      }
      case Check.BodyIs(var text) -> {
        if (!x.words().matches(text, answer.text())) {
          wrong.add("the body is not " + x.words().fill(text));
        }
      }
      case Check.BodySameAs(var id) -> same("body", body(answer), body(x.other().apply(id)), id);
      case Check.SameAs(var id) -> {
        boolean head = x.request().method().equals("HEAD");
        same("answer", whole(answer, head), whole(x.other().apply(id), head), id);
      }
      case Check.Ends(var closed) -> ends(closed);
      case Check.Save(var name, var source, var regex) -> save(name, source, regex);
      case Check.FromApp _, Check.Passed _, Check.AppField _, Check.AppAbsent _, Check.AppSaw _ -> {
        // AppAnswer looks at these.
      }
      case Check.Without _, Check.As _ -> {
        // Not about the answer.
      }
    }
  }

  private void field(String name, List<String> wanted) {
    List<String> actual = answer.values(name);
    if (name.equalsIgnoreCase("Vary")) {
      String line = x.words().fill(wanted.getFirst());
      // Ours is one line; what the application sends may stand beside it.
      boolean few = x.isOwn() ? actual.size() == 1 : !actual.isEmpty();
      if (!few || !names(String.join(",", actual)).containsAll(names(line))) {
        wrong.add("Vary is " + actual + ", want one line with " + line);
      }
    } else if (name.equalsIgnoreCase("Set-Cookie")) {
      cookies(wanted.stream().map(x.words()::fill).toList(), actual);
    } else if (name.equalsIgnoreCase("Location") && x.front().equals(Optional.of("traefik"))) {
      // C306: there an address within the origin is written in full.
      List<String> within =
          actual.stream().map(a -> a.replace(x.file().origin() + "/", "/")).toList();
      List<String> asked = wanted.stream().map(w -> w.replace("{origin}/", "/")).toList();
      if (!allMatch(asked, within)) {
        wrong.add(name + " is " + actual + ", want " + wanted);
      }
    } else if (wanted.size() != actual.size() || !allMatch(wanted, actual)) {
      wrong.add(name + " is " + actual + ", want " + wanted.stream().map(x.words()::fill).toList());
    }
  }

  private boolean allMatch(List<String> wanted, List<String> actual) {
    boolean all = true;
    for (int i = 0; i < wanted.size(); i++) {
      all &= x.words().matches(wanted.get(i), actual.get(i));
    }
    return all;
  }

  private void cookies(List<String> wanted, List<String> actual) {
    List<String> left = new ArrayList<>(actual);
    for (String each : wanted) {
      Optional<String> match =
          left.stream().filter(a -> SetCookie.matches(each, a, x.file().isTls())).findFirst();
      match.ifPresentOrElse(left::remove, () -> wrong.add("no Set-Cookie: " + each));
    }
    left.forEach(a -> wrong.add("unexpected Set-Cookie: " + a));
  }

  private void member(String name, String wanted) {
    Optional<String> actual = ProblemDocument.member(answer, name);
    if (actual.isEmpty() || !x.words().matches(wanted, actual.get())) {
      wrong.add(
          "member " + name + " is " + actual.orElse("absent") + ", want " + x.words().fill(wanted));
    }
  }

  private void ends(boolean wanted) {
    if (x.http2()) {
      return; // the stream has ended, and others go on
    }
    boolean closed =
        answer.closed()
            || answer.values("Connection").stream().anyMatch(v -> names(v).contains("close"));
    if (closed != wanted) {
      wrong.add("the connection " + (wanted ? "stays open" : "is closed"));
    }
  }

  private void save(String name, String source, String regex) {
    List<String> candidates =
        source.equals("body") ? List.of(answer.text()) : answer.values(source);
    for (String each : candidates) {
      Matcher m = x.words().regex(regex).matcher(each);
      if (m.find()) {
        x.words().keep(name, m.group(1));
        return;
      }
    }
    x.words().keep(name, "nothing");
    wrong.add("nothing in " + source + " matches " + regex);
  }

  private void same(String what, String one, String other, String id) {
    if (!one.equals(other)) {
      wrong.add("the " + what + " differs from that of " + id + ":\n" + other);
    }
  }

  /** The body with the request id blanked. */
  private static String body(Answer a) {
    return a.text().replace(a.first("X-Request-Id").orElse("no id"), "ID");
  }

  /** All but what may differ from time to time, and with HEAD. */
  private static String whole(Answer a, boolean head) {
    return a.status()
        + "\n"
        + a.fields().stream()
            .filter(f -> !f.name().equalsIgnoreCase("Date"))
            .filter(f -> !f.name().equalsIgnoreCase("X-Request-Id"))
            .filter(f -> !head || !f.name().matches("(?i)content-length|transfer-encoding"))
            .map(f ->
                f.name().equalsIgnoreCase("Retry-After") ? f.name() : f.name() + ": " + f.value())
            .collect(Collectors.joining("\n"))
        + (head ? "" : "\n\n" + body(a));
  }

  /** The names in a comma-separated list, in lower case. */
  static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(n -> n.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
