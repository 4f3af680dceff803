package dev.doorward.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A browser, and all that it complained of. */
final class Chromium implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--host-resolver-rules=MAP nobody.test 127.0.0.1");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setHeadless(true)
                    .setArgs(ARGUMENTS));
    return new Chromium(playwright, browser);
  }

  /** Somebody with an empty jar of cookies. */
  BrowserContext person(boolean scripts) {
    return watched(
        browser.newContext(
            new Browser.NewContextOptions()
                .setJavaScriptEnabled(scripts)
                .setViewportSize(1024, 900)));
  }

  /** Somebody with other eyes. */
  BrowserContext person(ColorScheme scheme, int width, Map<String, String> fields) {
    return watched(
        browser.newContext(
            new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, 800)
                .setExtraHTTPHeaders(fields)));
  }

  /**
   * Complaints since the last call: of the content security policy, of scripts. That a refusal has
   * its status is no complaint.
   */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  private BrowserContext watched(BrowserContext context) {
    context.setDefaultTimeout(15_000);
    context.onConsoleMessage(message -> {
      boolean status = message.text().startsWith("Failed to load resource: the server responded");
      // What a browser merely remarks, such as that somebody typed before autofocus came, is fine.
      boolean remark = message.type().equals("log") || message.type().equals("info");
      if (!status && !remark) {
        complaints.add(message.type() + ": " + message.text());
      }
    });
    context.onWebError(error -> complaints.add("script: " + error.error()));
    return context;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
