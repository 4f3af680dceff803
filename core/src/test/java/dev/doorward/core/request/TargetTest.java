package dev.doorward.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final Optional<String> HOST = Optional.of("App.Test");

  @Test
  void inOriginFormTheHostFieldNamesTheHost() {
    Target target = Target.of("/me?a=/../b", HOST);

    assertThat(target.host()).contains("app.test");
    assertThat(target.raw()).isEqualTo("/me?a=/../b");
    assertThat(target.rawPath()).isEqualTo("/me");
    assertThat(target.query()).isEqualTo("a=/../b");
    assertThat(target.path()).isEqualTo(new Path.Plain(List.of("me")));
  }

  @Test
  void c344_inAbsoluteFormItsAuthorityCountsAndHostDoesNot() {
    Target target = Target.of("HTTP://App.Test:8080/me", Optional.of("evil.test"));

    assertThat(target.host()).contains("app.test:8080");
    assertThat(target.raw()).isEqualTo("/me");
    assertThat(Target.of("http://app.test", HOST).raw()).isEqualTo("/");
    assertThat(Target.of("http://app.test?x", HOST).raw()).isEqualTo("/?x");
    assertThat(Target.of("http://a@evil/x", HOST).host()).contains("a@evil");
  }

  @Test
  void aSchemeInsideThePathIsNoAbsoluteForm() {
    assertThat(Target.of("/http://x", HOST).host()).contains("app.test");
  }

  @Test
  void theAsteriskIsAReadingOfItsOwn() {
    assertThat(Target.of("*", HOST).path()).isEqualTo(Path.Whole.ASTERISK);
    assertThat(Target.of("/me", Optional.empty()).host()).isEmpty();
    assertThat(Target.of("/me", HOST).query()).isEmpty();
  }
}
