package dev.doorward.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see who do not get in, and where they can go from there. */
class PageRefusalTest extends BrowserCase {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverIsKnownButNotLetInCanSwitchAccount(boolean scripts) {
    String name = "ada-" + scripts;
    String boss = "boss-" + scripts;
    door.user(name, "user");
    door.user(boss, "admin");
    try (BrowserContext context = chromium.person(scripts)) {
      Page page = signedIn(context, name);
      refused(page, "/admin", 403);
      assertThat(page.locator("main")).containsText("You are signed in as " + name);

      page.getByText("Switch account").click();
      assertThat(page.locator("main")).containsText("You are signed in as " + name);
      signIn(page, boss, TestDoor.PASSWORD);

      assertThat(page.url()).isEqualTo(door.at("/admin"));
      assertThat(userAtApp(page)).isEqualTo(boss);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void orSignOut(boolean scripts) {
    String name = "out-" + scripts;
    door.user(name, "user");
    try (BrowserContext context = chromium.person(scripts)) {
      Page page = signedIn(context, name);
      refused(page, "/admin", 403);
      page.getByText("Sign out").click();
      assertThat(page.locator("main")).containsText("You are signed in as " + name);
      page.locator("button").click();
      assertThat(page.url()).isEqualTo(door.at("/"));
      page.navigate(door.at("/me"));
      assertThat(page.locator("h1")).hasText("Sign in");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFormSurvivesSigningInInAnotherTab(boolean scripts) {
    String name = "form-" + scripts;
    door.user(name, "user");
    try (BrowserContext context = chromium.person(scripts)) {
      context.route(
          door.at("/form"),
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("text/html")
                      .setBody(
                          "<form method=post action=/orders/7><input name=amount value="
                              + name
                              + "><button>Send</button></form>")));
      Page page = context.newPage();
      page.navigate(door.at("/form"));
      page.locator("button").click();
      assertThat(page.locator(".steps"))
          .hasText("Sign in (opens a tab), then reload this page to send your form");

      Page tab = context.waitForPage(() -> page.locator(".steps a").click());
      signIn(tab, name, TestDoor.PASSWORD);
      tab.waitForURL(door.at("/form"));
      Response sent = page.reload();

      assertThat(sent).isNotNull();
      assertThat(page.url()).isEqualTo(door.at("/orders/7"));
      assertThat(userAtApp(page)).isEqualTo(name);
      assertThat(door.app().requests())
          .anySatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/orders/7");
            assertThat(request.bodyLength()).isEqualTo(("amount=" + name).length());
          });
    }
  }

  @Test
  void aDeniedAddressIsToldSoWithoutALink() {
    try (BrowserContext context =
        chromium.person(ColorScheme.LIGHT, 1024, Map.of("X-Forwarded-For", TestDoor.DENIED))) {
      Page page = context.newPage();
      refused(page, "/me", 403);
      assertThat(page.locator("a")).hasCount(0);
      assertThat(page.locator("h1")).hasText("No way in here");
    }
  }

  @Test
  void whereNoSignInHelpsNoneIsOffered() {
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      refused(page, "/bearer-only", 401);
      assertThat(page.locator("a")).hasCount(0);
      refused(page, "/nowhere", 403);
      assertThat(page.locator("a")).hasCount(0);
    }
  }

  @Test
  void whatIsHiddenIsNotFound() {
    door.user("hid", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "hid");
      refused(page, "/secret", 404);
      assertThat(page.locator("h1")).hasText("Nothing here");
    }
  }

  @Test
  void anApplicationThatIsAwayMayBeTriedAgain() {
    door.user("away", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "away");
      refused(page, "/dead?x=1", 502);
      page.getByText("Try again").click();
      assertThat(page.url()).isEqualTo(door.at("/dead?x=1"));
      context.setExtraHTTPHeaders(Map.of("Echo-Delay", "3s"));
      refused(page, "/me", 504);
    }
  }

  @Test
  void aNameThatIsNotOurs() {
    try (BrowserContext context = chromium.person(true)) {
      Page page = context.newPage();
      String url = door.origin().replace("127.0.0.1", "nobody.test") + "/me";
      Response response = page.navigate(url);
      assertThat(response).isNotNull();
      assertThat(response == null ? 0 : response.status()).isEqualTo(421);
      assertThat(page.locator("h1")).hasText("Nobody of that name here");
      chromium.complaints(); // Its stylesheet is refused with the same 421.
    }
  }

  @Test
  void aFormFromAnotherSiteIsNotSent() {
    door.user("mark", "user");
    try (BrowserContext context = chromium.person(true)) {
      Page page = signedIn(context, "mark");
      context.route(
          "http://evil.test/",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("text/html")
                      .setBody(
                          "<form method=post action='"
                              + door.at("/orders/9")
                              + "'><button>Win</button></form>")));
      page.navigate("http://evil.test/");
      page.locator("button").click();
      page.waitForURL(door.at("/orders/9"));
      assertThat(page.locator("h1")).isVisible();
      assertThat(door.app().requests()).noneMatch(r -> r.target().equals("/orders/9"));
      chromium.complaints(); // A plain-HTTP page that posts: not ours to answer for.
    }
  }

  @Test
  void tooManyAttempts() {
    door.user("tired", "user");
    try (BrowserContext context =
        chromium.person(ColorScheme.LIGHT, 1024, Map.of("X-Forwarded-For", "198.51.100.9"))) {
      Page page = context.newPage();
      page.navigate(door.at("/.doorward/login"));
      for (int i = 0; i < 6; i++) {
        signIn(page, "tired", "wrong " + i);
      }
      assertThat(page.locator("h1")).hasText("Too many attempts");
      assertThat(page.locator("footer")).containsText("429 Too many attempts");
    }
  }

  private static void refused(Page page, String path, int status) {
    Response response = page.navigate(door.at(path));
    assertThat(response == null ? 0 : response.status()).isEqualTo(status);
    assertThat(page.locator("footer")).containsText(String.valueOf(status));
    String id = response == null ? "" : response.headers().getOrDefault("x-request-id", "none");
    assertThat(page.locator("code")).hasText(id);
    assertThat(page.content().length()).isLessThan(4096);
  }
}
