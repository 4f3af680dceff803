package dev.doorward.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import dev.doorward.core.answer.Body;
import dev.doorward.core.answer.ProblemType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of page, by day and by night, wide and narrow: seen by axe, and kept to look at. */
class PageLooksTest extends BrowserCase {
  private static final Path SHOTS = Path.of("target", "screenshots");

  private String look = "";

  @ParameterizedTest
  @CsvSource({"LIGHT, 1024", "DARK, 320"})
  void signInSignOutAndAccount(ColorScheme scheme, int width) {
    look = name(scheme, width);
    String user = "ann-" + look;
    door.user(user, "user", "keeper");
    signedIn(chromium.person(true), user).context().close();
    BrowserContext context = chromium.person(scheme, width, Map.of());
    Page page = context.newPage();

    page.navigate(door.at("/me"));
    see(page, "sign-in");
    page.getByLabel("Keep me").check();
    signIn(page, user, "wrong");
    see(page, "sign-in-wrong");
    signIn(page, user, TestDoor.PASSWORD);

    page.navigate(door.at("/.doorward/login?prompt=login&return_to=%2Fadmin"));
    see(page, "sign-in-again");
    page.navigate(door.at("/.doorward/account"));
    see(page, "account");
    page.getByLabel("Current password").fill(TestDoor.PASSWORD);
    page.getByLabel("New password").fill("short");
    page.getByText("Change password").click();
    see(page, "account-error");
    page.navigate(door.at("/.doorward/account"));
    page.getByText("End all others").click();
    see(page, "account-done");
    page.navigate(door.at("/admin"));
    see(page, "403-known");
    page.navigate(door.at("/.doorward/logout"));
    see(page, "sign-out");
    page.locator("button").click();
    page.navigate(door.at("/.doorward/logout"));
    see(page, "sign-out-stranger");

    door.newcomer("new-" + look);
    page.navigate(door.at("/me"));
    signIn(page, "new-" + look, TestDoor.PASSWORD);
    see(page, "account-must-change");
    context.close();
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1024", "DARK, 320"})
  void everyRefusal(ColorScheme scheme, int width) {
    look = name(scheme, width);
    Scenes scenes = new Scenes(door);
    BrowserContext context = chromium.person(scheme, width, Map.of());
    Page page = context.newPage();
    // The shapes there are; what each kind says is tested with the words themselves.
    scenes.visit(page, ProblemType.FORBIDDEN, 403);
    see(page, "403-stranger");
    for (ProblemType type :
        List.of(
            ProblemType.SIGN_IN_LOOP,
            ProblemType.UPSTREAM_UNREACHABLE,
            ProblemType.TOO_MANY_ATTEMPTS)) {
      scenes.visit(page, type, 503);
      see(page, type.wire());
    }
    Body.Page form =
        new Body.Page(
            Scenes.problem(ProblemType.AUTHENTICATION_REQUIRED, 401),
            Optional.empty(),
            Optional.of(new Body.Link("/.doorward/login?return_to=%2Fform", "_blank", true)),
            Optional.empty(),
            Optional.empty());
    scenes.show(page, "401-form", scenes.html(form));
    see(page, "401-form");
    Body.Page frame =
        new Body.Page(
            Scenes.problem(ProblemType.AUTHENTICATION_REQUIRED, 401),
            Optional.empty(),
            Optional.of(new Body.Link("/.doorward/login?return_to=%2Fme", "_top", false)),
            Optional.empty(),
            Optional.empty());
    scenes.show(page, "401-frame", scenes.html(frame));
    see(page, "401-frame");
    context.close();
  }

  @Test
  void onPaperAndInTheReadersOwnColours() {
    look = "plain";
    door.user("dora", "user");
    BrowserContext context = chromium.person(ColorScheme.LIGHT, 700, Map.of());
    Page page = signedIn(context, "dora");
    page.navigate(door.at("/.doorward/account"));
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.locator("form:visible").count()).isZero();
    assertThat(page.locator(".sessions li").isVisible()).isTrue();
    shoot(page, "account-paper");
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setMedia(Media.SCREEN)
            .setForcedColors(ForcedColors.ACTIVE)
            .setReducedMotion(ReducedMotion.REDUCE));
    shoot(page, "account-forced-colors");
    page.navigate(door.at("/admin"));
    shoot(page, "403-forced-colors");
    context.close();
  }

  private void see(Page page, String name) {
    shoot(page, name);
    assertThat(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))
        .as("nothing of %s hangs out at the side", name)
        .isEqualTo(0);
    List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
    assertThat(violations)
        .as("axe on %s", name)
        .extracting(rule -> rule.getId() + ": " + rule.getNodes())
        .isEmpty();
  }

  private void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SHOTS.resolve(name + "-" + look + ".png"))
            .setFullPage(true));
  }

  private static String name(ColorScheme scheme, int width) {
    return scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
  }
}
