package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.answer.Body;
import dev.doorward.core.answer.Problem;
import dev.doorward.core.answer.ProblemType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every page of a refusal says (C250), and what none may hold. */
class RefusalPageTest {
  private final Pages pages = new Pages(new Assets());

  @ParameterizedTest
  @EnumSource
  void saysTheSameAsTheDocumentInFewBytes(ProblemType type) {
    String html = pages.refusal(Sample.trail("GET", "/x"), page(type, Optional.empty()));
    assertThat(html)
        .contains("499 " + type.title(), Sample.ID.toString(), "<h1>", "<main>", "lang=\"en\"")
        .doesNotContain("<script", "style=", "<style", "http:", "href=\"javascript")
        .doesNotContainPattern("\\son[a-z]+=")
        .hasSizeLessThan(4096);
  }

  @ParameterizedTest
  @EnumSource
  void headingAndTextAreSentences(ProblemType type) {
    for (boolean known : new boolean[] {true, false}) {
      RefusalText text = RefusalText.of(type, known);
      assertThat(text.heading()).matches("[A-Z].*[a-z]").hasSizeLessThan(40);
      assertThat(text.text()).matches("(?s)[A-Z].*[.?]").hasSizeLessThan(240);
    }
  }

  @Test
  void namesNobodyButItsReader() {
    assertThat(
            pages.refusal(
                Sample.trail("GET", "/x"), page(ProblemType.FORBIDDEN, Optional.of("al"))))
        .contains("You are signed in as <strong>al</strong>");
  }

  @Test
  void keepsAFormInTheContractsWords() {
    Body.Page page =
        new Body.Page(
            problem(ProblemType.AUTHENTICATION_REQUIRED),
            Optional.empty(),
            Optional.of(new Body.Link("/.doorward/login?return_to=%2F", "_blank", true)),
            Optional.empty(),
            Optional.empty());
    String html = pages.refusal(Sample.trail("POST", "/x"), page);
    assertThat(html.replaceAll("<[^>]*>", ""))
        .contains("Sign in (opens a tab), then reload this page to send your form");
    assertThat(html).contains("target=\"_blank\"");
  }

  @Test
  void asksAgainOnlyForWhatReads() {
    Body.Page page = page(ProblemType.UPSTREAM_TIMEOUT, Optional.empty());
    assertThat(pages.refusal(Sample.trail("GET", "/x"), page)).contains("Try again");
    assertThat(pages.refusal(Sample.trail("POST", "/x"), page)).doesNotContain("Try again");
  }

  @Test
  void escapesWhatOthersWrote() {
    Body.Page page =
        new Body.Page(
            problem(ProblemType.FORBIDDEN),
            Optional.of("<b>al</b>"),
            Optional.empty(),
            Optional.of("/.doorward/login?x=\"><script>"),
            Optional.empty());
    assertThat(pages.refusal(Sample.trail("GET", "/x"), page))
        .doesNotContain("<b>al", "\"><script>");
  }

  private static Body.Page page(ProblemType type, Optional<String> caller) {
    return new Body.Page(
        problem(type), caller, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Problem problem(ProblemType type) {
    return new Problem(type, 499, Sample.ID, Map.of());
  }
}
