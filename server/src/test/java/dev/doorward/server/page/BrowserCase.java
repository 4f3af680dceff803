package dev.doorward.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.doorward.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A server and a browser for all tests of a class; each test brings people of its own. */
@Tag("needs-chromium")
abstract class BrowserCase {
  static TestDoor door;
  static Chromium chromium;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, ConfigException {
    door = TestDoor.start(folder);
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    door.close();
  }

  @AfterEach
  void nothingWasComplainedOf() {
    assertThat(chromium.complaints()).isEmpty();
  }

  /** Signs in at the page which the browser shows. */
  static void signIn(Page page, String name, String password) {
    page.getByLabel("User name").fill(name);
    page.getByLabel("Password").fill(password);
    page.locator("button[type=submit]").click();
  }

  /** Somebody new who is signed in, with the page at which that ended. */
  static Page signedIn(BrowserContext context, String name) {
    Page page = context.newPage();
    page.navigate(door.at("/.doorward/login?return_to=%2Fme"));
    signIn(page, name, TestDoor.PASSWORD);
    assertThat(page.url()).isEqualTo(door.at("/me"));
    return page;
  }

  /** Whom the application was told of. */
  static String userAtApp(Page page) {
    return page.content().contains("X-Doorward-User")
        ? page.content().replaceAll("(?s).*X-Doorward-User\\W+([a-z-]+).*", "$1")
        : "nobody";
  }
}
