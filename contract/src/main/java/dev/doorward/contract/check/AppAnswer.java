package dev.doorward.contract.check;

import dev.doorward.contract.cases.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What reached the application, and what holds for every request which does. */
final class AppAnswer {

  private final Exchange x;
  private final List<String> wrong = new ArrayList<>();

  private AppAnswer(Exchange x) {
    this.x = x;
  }

  static List<String> complaints(Exchange x) {
    if (x.checks(Check.FromApp.class).findAny().isEmpty()) {
      return List.of();
    }
    Optional<EchoDocument> echo = EchoDocument.of(x.answer());
    if (echo.isEmpty()) {
      return List.of("the answer is not the application's: no echo document");
    }
    var app = new AppAnswer(x);
    app.asked(echo.get());
    app.always(echo.get());
    return app.wrong;
  }

  private void asked(EchoDocument echo) {
    x.checks(Check.AppField.class).forEach(f -> field(echo, f.name(), f.values()));
    x.checks(Check.AppAbsent.class)
        .filter(f -> !echo.values(f.name()).stream().allMatch(this::saysNothing))
        .forEach(f -> wrong.add("the application got " + f.name() + ": " + echo.values(f.name())));
    x.checks(Check.AppSaw.class).forEach(s -> saw(echo, s.what(), s.value()));
  }

  /** Some fronts are told every name, and hand over an empty one (C325). */
  private boolean saysNothing(String value) {
    return value.isEmpty() && x.front().equals(Optional.of("traefik"));
  }

  private void saw(EchoDocument echo, String what, String wanted) {
    String actual =
        switch (what) {
          case "method" -> echo.method();
          case "target" -> echo.target();
          case "length" -> Long.toString(echo.length());
          default ->
              echo.trailers().stream()
                  .map(f -> f.name() + ": " + f.value())
                  .collect(Collectors.joining(", "));
        };
    if (!x.words().matches(wanted.equals("none") ? "" : wanted, actual)) {
      wrong.add("the application saw " + what + " " + actual + ", want " + x.words().fill(wanted));
    }
  }

  private void field(EchoDocument echo, String name, List<String> wanted) {
    List<String> actual = echo.values(name);
    boolean same = actual.size() == wanted.size();
    for (int i = 0; same && i < wanted.size(); i++) {
      same = x.words().matches(wanted.get(i), actual.get(i));
    }
    if (!same) {
      wrong.add(
          "the application got "
              + name
              + " "
              + actual
              + ", want "
              + wanted.stream().map(x.words()::fill).toList());
    }
  }

  /** "What the app receives", in so far as no case says otherwise. */
  private void always(EchoDocument echo) {
    Request request = x.request();
    if (!x.untouched()) {
      unlessSaid(echo, "X-Doorward-Request-Id", x.answer().values("X-Request-Id"));
    }
    unlessSaid(echo, "X-Forwarded-Proto", List.of(x.file().isTls() ? "https" : "http"));
    unlessSaid(echo, "Forwarded", List.of());
    unlessSaid(echo, "Proxy-Authorization", List.of());
    if (!request.from().getHostAddress().equals("127.0.0.7")) {
      unlessSaid(echo, "X-Forwarded-For", List.of(request.from().getHostAddress()));
    }
    if (!request.target().startsWith("http")) {
      unlessSaid(echo, "Host", request.values("Host"));
      unlessSaid(echo, "X-Forwarded-Host", request.values("Host"));
      unlessSaid(echo, "target", List.of(request.target()), List.of(echo.target()));
    }
    if (!request.method().equals(echo.method())) {
      wrong.add("the application saw method " + echo.method());
    }
    if (x.front().isPresent()) {
      return; // a front hands over the cookies it got
    }
    String cookies = String.join("; ", echo.values("Cookie"));
    for (String suffix : List.of("", "-device", "-login", "-walk")) {
      String ours = x.file().cookie() + suffix + "=";
      if (cookies.startsWith(ours) || cookies.contains("; " + ours)) {
        wrong.add("the application got our cookie " + ours); // C329
      }
    }
  }

  private void unlessSaid(EchoDocument echo, String name, List<String> wanted) {
    unlessSaid(echo, name, wanted, echo.values(name));
  }

  private void unlessSaid(
      EchoDocument echo, String name, List<String> wanted, List<String> actual) {
    boolean said =
        x.checks(Check.AppField.class).anyMatch(f -> f.name().equalsIgnoreCase(name))
            || x.checks(Check.AppAbsent.class).anyMatch(f -> f.name().equalsIgnoreCase(name))
            || x.checks(Check.AppSaw.class).anyMatch(s -> s.what().equals(name));
    if (!said && !actual.equals(wanted)) {
      wrong.add("the application got " + name + " " + actual + ", want " + wanted);
    }
  }
}
