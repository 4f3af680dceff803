package dev.doorward.contract.check;

import dev.doorward.contract.wire.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Our own HTML pages: C250, C352. */
final class HtmlPage {

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
          + " frame-ancestors 'none'";

  private HtmlPage() {}

  static List<String> complaints(Exchange x, String problem) {
    List<String> wrong = new ArrayList<>();
    Answer answer = x.answer();
    if (!answer.mediaType().equals("text/html")) {
      wrong.add("the body is " + answer.mediaType() + ", want text/html");
    }
    field(wrong, answer, "Content-Security-Policy", POLICY);
    field(wrong, answer, "Referrer-Policy", "same-origin");
    field(wrong, answer, "X-Content-Type-Options", "nosniff");
    field(wrong, answer, "X-Robots-Tag", "noindex");
    if (!answer.values("Cross-Origin-Opener-Policy").isEmpty()) {
      wrong.add("a page must not set Cross-Origin-Opener-Policy: popups break");
    }
    if (x.request().method().equals("HEAD")) {
      return wrong;
    }
    String html = answer.text();
    if (html.toLowerCase(Locale.ROOT).contains("<script")) {
      wrong.add("the page has a script");
    }
    if (!problem.isEmpty()) {
      Optional<Problems.Problem> known = Problems.named(problem);
      String title = known.map(Problems.Problem::title).orElse("?");
      if (!html.contains(title)) {
        wrong.add("the page does not say: " + title);
      }
      if (known.isPresent() && known.get().status() != answer.status()) {
        wrong.add("problem " + problem + " does not go with " + answer.status());
      }
      if (!html.contains(answer.first("X-Request-Id").orElse("no id"))) {
        wrong.add("the page does not name the request id");
      }
    }
    return wrong;
  }

  /** What stands between the tags, with single spaces. */
  static String read(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&amp;", "&")
        .replace("&#39;", "'")
        .replaceAll("\\s+", " ");
  }

  private static void field(List<String> wrong, Answer answer, String name, String wanted) {
    if (!answer.values(name).equals(List.of(wanted))) {
      wrong.add(name + " is " + answer.values(name) + ", want " + wanted);
    }
  }
}
