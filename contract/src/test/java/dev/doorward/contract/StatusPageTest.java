package dev.doorward.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StatusPageTest {

  @Test
  void every_number_has_a_line() {
    String page = StatusPage.render();
    Coverage.shipped().numbers().forEach(n -> assertThat(page).contains("\n| " + n));
  }

  @Test
  void the_page_in_docs_is_of_these_cases() throws IOException {
    String root = System.getProperty("doorward.root", "");
    Path page = Path.of(root, "docs", "contract-status.md");
    if (root.isEmpty()) {
      return;
    }
    if (Boolean.getBoolean("update")) {
      Files.createDirectories(page.resolveSibling("."));
      Files.writeString(page, StatusPage.render());
    } else if (Files.exists(page)) {
      assertThat(Files.readString(page))
          .as(
              "docs/contract-status.md is old; run: mvn -pl contract test -Dtest=StatusPageTest -Dupdate=true")
          .isEqualTo(StatusPage.render());
    }
  }
}
