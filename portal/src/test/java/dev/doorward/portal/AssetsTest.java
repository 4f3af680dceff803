package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private final Assets assets = new Assets();

  @Test
  void namesCarryADigestAndLeadToTheBytes() {
    assertThat(assets.stylesheet()).matches("/\\.doorward/assets/doorward-[A-Za-z0-9_-]{12}\\.css");
    assertThat(assets.at(assets.stylesheet()))
        .hasValueSatisfying(css -> assertThat(css.contentType()).startsWith("text/css"));
    assertThat(assets.at(assets.icon()))
        .hasValueSatisfying(svg -> assertThat(svg.contentType()).isEqualTo("image/svg+xml"));
  }

  @Test
  void nothingElseIsThere() {
    assertThat(assets.at("/.doorward/assets/doorward.css")).isEmpty();
    assertThat(assets.at("/.doorward/assets/../Assets.class")).isEmpty();
    assertThat(assets.at("/")).isEmpty();
  }

  @Test
  void theStylesheetFetchesNothing() {
    byte[] css = assets.at(assets.stylesheet()).orElseThrow().bytes();
    assertThat(new String(css, StandardCharsets.UTF_8)).doesNotContain("url(", "@import");
  }
}
