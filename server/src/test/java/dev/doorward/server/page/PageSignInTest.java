package dev.doorward.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, as people do it. */
class PageSignInTest extends BrowserCase {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStrangerIsLedToThePageAndOnFromIt(boolean scripts) {
    String name = "stranger-" + scripts;
    door.user(name, "user");
    try (BrowserContext context = chromium.person(scripts)) {
      Page page = context.newPage();
      page.navigate(door.at("/me?tab=2"));
      assertThat(page.url()).isEqualTo(door.at("/.doorward/login?return_to=%2Fme%3Ftab%3D2"));
      assertThat(page.locator("h1")).hasText("Sign in");
      assertThat(page.locator(".address")).hasText(door.origin().substring(7) + "/me");
      assertThat(page.locator("#username:focus")).hasCount(1);

      signIn(page, name, TestDoor.PASSWORD);

      assertThat(page.url()).isEqualTo(door.at("/me?tab=2"));
      assertThat(userAtApp(page)).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWrongPasswordKeepsTheName(boolean scripts) {
    String name = "typo-" + scripts;
    door.user(name, "user");
    try (BrowserContext context = chromium.person(scripts)) {
      Page page = context.newPage();
      page.navigate(door.at("/me"));
      page.getByLabel("Keep me signed in").check();
      signIn(page, name, "three gray geese");

      assertThat(page.locator("[role=alert]")).containsText("do not belong together");
      assertThat(page.getByLabel("User name")).hasValue(name);
      assertThat(page.getByLabel("Keep me signed in")).isChecked();
      assertThat(page.getByLabel("Password")).hasValue("");
      assertThat(page.getByLabel("Password")).hasAttribute("aria-invalid", "true");
      assertThat(page.locator("#password:focus")).hasCount(1);
      assertThat(page.title()).startsWith("Error: ");

      page.getByLabel("Password").fill(TestDoor.PASSWORD);
      page.locator("button").click();
      assertThat(userAtApp(page)).isEqualTo(name);
    }
  }

  @Test
  void whoeverDoesNotExistIsToldTheSame() {
    door.user("exists", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      page.navigate(door.at("/.doorward/login"));
      signIn(page, "exists", "wrong");
      String known = page.locator("main").innerHTML().replace("exists", "NAME");
      signIn(page, "nobody", "wrong");
      assertThat(page.locator("main").innerHTML().replace("nobody", "NAME")).isEqualTo(known);
    }
  }

  @Test
  void rememberedOnlyWhereAskedTo() {
    door.user("rem", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      page.navigate(door.at("/me"));
      signIn(page, "rem", TestDoor.PASSWORD);
      assertThat(key(context).expires).isEqualTo(-1);
    }
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      page.navigate(door.at("/me"));
      page.getByLabel("Keep me signed in").check();
      signIn(page, "rem", TestDoor.PASSWORD);
      assertThat(key(context).expires).isGreaterThan(Instant.now().getEpochSecond() + 86_400 * 29);
    }
  }

  @Test
  void byKeyboardAlone() {
    door.user("keys", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      page.navigate(door.at("/me"));
      assertThat(page.locator("#username")).isFocused();
      page.keyboard().type("keys");
      page.keyboard().press("Tab");
      page.keyboard().type(TestDoor.PASSWORD);
      page.keyboard().press("Tab");
      page.keyboard().press("Space");
      page.keyboard().press("Tab");
      assertThat(page.locator("button:focus")).hasCount(1);
      page.keyboard().press("Enter");
      page.waitForURL(door.at("/me"));
      assertThat(key(context).expires).isPositive();
    }
  }

  @Test
  void whoeverIsSignedInPassesThePage() {
    door.user("already", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "already");
      page.navigate(door.at("/.doorward/login?return_to=%2Fme%3Fagain"));
      assertThat(page.url()).isEqualTo(door.at("/me?again"));
    }
  }

  @Test
  void aFresherSignInAsksForThePasswordOnly() throws InterruptedException {
    door.user("fresh", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "fresh");
      Thread.sleep(2100);
      page.navigate(door.at("/pay"));
      assertThat(page.locator("main")).containsText("You are signed in as fresh");
      assertThat(page.getByLabel("User name")).hasValue("fresh");
      assertThat(page.locator("#password")).isFocused();
      page.keyboard().type(TestDoor.PASSWORD);
      page.keyboard().press("Enter");
      page.waitForURL(door.at("/pay"));
    }
  }

  @Test
  void anAddressOfAnotherSiteLeadsToOurRoot() {
    door.user("baited", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      page.navigate(door.at("/.doorward/login?return_to=https%3A%2F%2Fevil.test%2F"));
      assertThat(page.content()).doesNotContain("evil");
      signIn(page, "baited", TestDoor.PASSWORD);
      assertThat(page.url()).isEqualTo(door.at("/"));
    }
  }

  @Test
  void signingInThatDoesNotLastIsToldOf() {
    door.user("loop", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      // Where nobody asks who it is, a browser that comes without its cookie is the same.
      for (int i = 0; i < 3; i++) {
        context.clearCookies();
        page.navigate(door.at("/.doorward/login?return_to=%2Fpublic"));
        signIn(page, "loop", TestDoor.PASSWORD);
      }
      assertThat(page.locator("h1")).hasText("Signing in does not last");
      assertThat(page.locator("footer")).containsText("403 Signing in does not stick");
      assertThat(page.getByText("Sign in once more")).isVisible();
    }
  }

  private static Cookie key(BrowserContext context) {
    return context.cookies().stream()
        .filter(cookie -> cookie.name.matches("dw-\\d+"))
        .findFirst()
        .orElseThrow();
  }
}
