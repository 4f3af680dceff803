package dev.doorward.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One's own account: sessions and the password. */
class PageAccountTest extends BrowserCase {
  private static final String FRESH = "four green frogs";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherSessionEndsAtItsNextRequest(boolean scripts) {
    String name = "two-" + scripts;
    door.user(name, "user");
    try (BrowserContext here = chromium.person(scripts);
        BrowserContext there = chromium.person(scripts)) {
      Page other = signedIn(there, name);
      Page page = signedIn(here, name);
      page.navigate(door.at("/.doorward/account"));
      assertThat(page.locator(".sessions li")).hasCount(2);
      assertThat(page.locator(".sessions li").first()).containsText("This browser");
      assertThat(page.locator(".sessions li").first()).containsText("on Linux");
      assertThat(page.locator(".sessions strong").first().getAttribute("title"))
          .startsWith("Mozilla/5.0");

      page.locator(".sessions button").click();

      assertThat(page.locator("[role=status]")).hasText("That session has ended.");
      assertThat(page.locator(".sessions li")).hasCount(1);
      other.navigate(door.at("/me"));
      assertThat(other.locator("h1")).hasText("Sign in");
      page.navigate(door.at("/me"));
      assertThat(userAtApp(page)).isEqualTo(name);
    }
  }

  @Test
  void fieldsForPasswordsAreMaskedAndKnownToPasswordManagers() {
    door.user("masked", "user");
    try (BrowserContext here = chromium.person(true)) {
      Page page = here.newPage();
      page.navigate(door.at("/.doorward/login"));
      assertThat(page.locator("#username")).hasAttribute("autocomplete", "username");
      assertMasked(page, "#password", "current-password");
      page = signedIn(here, "masked");
      page.navigate(door.at("/.doorward/account"));
      assertThat(page.locator("script")).hasCount(0); // nobody forbids pasting
      assertMasked(page, "#current", "current-password");
      assertMasked(page, "#new", "new-password");
    }
  }

  private static void assertMasked(Page page, String field, String purpose) {
    assertThat(page.locator(field)).hasAttribute("type", "password");
    assertThat(page.locator(field)).hasAttribute("autocomplete", purpose);
    assertThat(page.locator(field)).hasAttribute("maxlength", "256");
  }

  @Test
  void allOthersEndAtOnce() {
    door.user("three", "user");
    try (BrowserContext here = chromium.person(true);
        BrowserContext there = chromium.person(true);
        BrowserContext elsewhere = chromium.person(true)) {
      Page second = signedIn(there, "three");
      Page third = signedIn(elsewhere, "three");
      Page page = signedIn(here, "three");
      page.navigate(door.at("/.doorward/account"));
      page.getByText("End all others").click();
      assertThat(page.locator(".sessions li")).hasCount(1);
      assertThat(page.getByText("End all others")).hasCount(0);
      for (Page ended : new Page[] {second, third}) {
        ended.navigate(door.at("/me"));
        assertThat(ended.locator("h1")).hasText("Sign in");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewPasswordSignsOutEverybodyElse(boolean scripts) {
    String name = "change-" + scripts;
    door.user(name, "user");
    try (BrowserContext here = chromium.person(scripts);
        BrowserContext there = chromium.person(scripts)) {
      Page other = signedIn(there, name);
      Page page = signedIn(here, name);
      page.navigate(door.at("/.well-known/change-password"));
      change(page, TestDoor.PASSWORD, FRESH);

      assertThat(page.locator("[role=status]")).containsText("Your password is changed.");
      page.navigate(door.at("/me"));
      assertThat(userAtApp(page)).isEqualTo(name);
      other.navigate(door.at("/me"));
      signIn(other, name, TestDoor.PASSWORD);
      assertThat(other.locator("[role=alert]")).isVisible();
      signIn(other, name, FRESH);
      assertThat(userAtApp(other)).isEqualTo(name);
    }
  }

  @Test
  void whatIsWrongWithANewPasswordIsSaidWhereItIsWrong() {
    door.user("picky", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "picky");
      page.navigate(door.at("/.doorward/account"));
      change(page, "not it", FRESH);
      assertThat(page.getByLabel("Current password")).hasAttribute("aria-describedby", "error");
      assertThat(page.locator("#error")).containsText("current password is not right");
      change(page, TestDoor.PASSWORD, "short");
      assertThat(page.getByLabel("New password")).hasAttribute("aria-invalid", "true");
      assertThat(page.locator("#error")).containsText("at least 8 characters");
      change(page, TestDoor.PASSWORD, TestDoor.PASSWORD);
      assertThat(page.locator("#error")).containsText("must differ");
      page.navigate(door.at("/me"));
      assertThat(userAtApp(page)).isEqualTo("picky");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverMustChooseAPasswordIsLedThere(boolean scripts) {
    String name = "new-" + scripts;
    door.newcomer(name);
    try (BrowserContext context = chromium.person(scripts)) {
      Page page = context.newPage();
      page.navigate(door.at("/me"));
      signIn(page, name, TestDoor.PASSWORD);
      assertThat(page.url()).isEqualTo(door.at("/.doorward/account#password"));
      assertThat(page.locator(".notice")).containsText("choose a new password");
      change(page, TestDoor.PASSWORD, FRESH);
      assertThat(page.locator(".notice")).hasCount(0);
      page.navigate(door.at("/me"));
      assertThat(userAtApp(page)).isEqualTo(name);
    }
  }

  @Test
  void aLinkCannotMakeThePageSayThatSomethingWasDone() {
    door.user("calm", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "calm");
      page.navigate(door.at("/.doorward/account?done=password"));
      assertThat(page.locator("[role=status]")).hasCount(0);
    }
  }

  @Test
  void signingOut() {
    door.user("bye", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "bye");
      page.navigate(door.at("/.doorward/account"));
      page.getByText("Sign out").click();
      page.navigate(door.at("/.doorward/account"));
      assertThat(page.locator("h1")).hasText("Sign in");
    }
  }

  private static void change(Page page, String current, String fresh) {
    page.getByLabel("Current password").fill(current);
    page.getByLabel("New password").fill(fresh);
    page.getByText("Change password").click();
  }
}
