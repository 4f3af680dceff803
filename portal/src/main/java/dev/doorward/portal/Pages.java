package dev.doorward.portal;

import dev.doorward.core.answer.Body;
import dev.doorward.core.answer.Problem;
import dev.doorward.core.answer.ProblemType;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Trail;
import dev.doorward.portal.page.AccountPage;
import dev.doorward.portal.page.Door;
import dev.doorward.portal.page.Foot;
import dev.doorward.portal.page.Frame;
import dev.doorward.portal.page.LoginPage;
import dev.doorward.portal.page.LogoutPage;
import dev.doorward.portal.page.RefusalPage;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Optional;

/** Renders pages, and knows the fields which every page of ours carries. */
public final class Pages {
  /** C250, C352: nothing but our own stylesheet and pictures, no scripts, no frames. */
  public static final List<Header> FIELDS =
      List.of(
          new Header("Content-Type", "text/html; charset=utf-8"),
          new Header(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
                  + " frame-ancestors 'none'"),
          new Header("Referrer-Policy", "same-origin"),
          new Header("X-Content-Type-Options", "nosniff"),
          new Header("X-Robots-Tag", "noindex"));

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, "dev.doorward.portal.generated");
  private final Assets assets;

  Pages(Assets assets) {
    this.assets = assets;
  }

  Frame frame(Call call, String title, Door door) {
    return frame(title, host(call), door, Optional.empty());
  }

  /** The frame of a form which comes back with what is wrong. */
  Frame errorFrame(Call call, String title, Door door, ProblemType type, int status) {
    Foot foot = new Foot(status, type.title(), call.facts().id().toString());
    return frame("Error: " + title, host(call), door, Optional.of(foot));
  }

  private Frame frame(String title, String host, Door door, Optional<Foot> foot) {
    return new Frame(title, host, assets.stylesheet(), assets.icon(), door, foot);
  }

  String login(LoginPage page) {
    return render("login.jte", page);
  }

  String logout(LogoutPage page) {
    return render("logout.jte", page);
  }

  String account(AccountPage page) {
    return render("account.jte", page);
  }

  /** The page of a refusal which {@code core} worded. */
  public String refusal(Trail t, Body.Page page) {
    Problem problem = page.problem();
    RefusalText text = RefusalText.of(problem.type(), page.caller().isPresent());
    Foot foot = new Foot(problem.status(), problem.type().title(), problem.id().toString());
    return render(
        "refusal.jte",
        new RefusalPage(
            frame(text.heading(), t.asked().host(), text.door(), Optional.of(foot)),
            text.heading(),
            text.text(),
            page.caller(),
            page.signIn().map(Body.Link::href),
            page.signIn().map(Body.Link::target).orElse("_self"),
            page.signIn().filter(Body.Link::keepsForm).isPresent(),
            page.switchAccount(),
            page.signOut(),
            text.again() && t.facts().method().reads(),
            anew(problem.type())));
  }

  private static Optional<RefusalPage.Anew> anew(ProblemType type) {
    return switch (type) {
      case ARRIVAL_INVALID -> Optional.of(new RefusalPage.Anew("/", "Begin anew"));
      case SIGN_IN_LOOP ->
          Optional.of(new RefusalPage.Anew("/.doorward/login", "Sign in once more"));
      default -> Optional.empty();
    };
  }

  private static String host(Call call) {
    return call.verdict().trail().asked().host();
  }

  private String render(String template, Object page) {
    StringOutput out = new StringOutput(4096);
    engine.render(template, page, out);
    return out.toString();
  }
}
