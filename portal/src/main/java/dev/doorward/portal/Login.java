package dev.doorward.portal;

import dev.doorward.core.answer.ProblemType;
import dev.doorward.core.answer.SetCookies;
import dev.doorward.core.audit.Event;
import dev.doorward.core.audit.NotKept;
import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Origin;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Upkeep;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Key;
import dev.doorward.identity.session.Sessions;
import dev.doorward.identity.signin.Devices;
import dev.doorward.identity.signin.SignInResult;
import dev.doorward.identity.store.Ids;
import dev.doorward.portal.page.Door;
import dev.doorward.portal.page.Frame;
import dev.doorward.portal.page.LoginPage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sign-in page, and signing in. */
final class Login {
  /** A ticket in the next address must not travel on in a Referer. */
  private static final Header NO_REFERRER = new Header("Referrer-Policy", "no-referrer");

  private static final String TITLE = "Sign in";

  private final House house;
  private final Pages pages;
  private final Walks walks;

  Login(House house, Pages pages, Walks walks) {
    this.house = house;
    this.pages = pages;
    this.walks = walks;
  }

  Outcome answer(Call call) {
    return call.isPost() ? signIn(call) : show(call);
  }

  /** C163: somebody who is signed in already is led on, unless the address asks for more. */
  private Outcome show(Call call) {
    Input query = Input.ofQuery(call.facts().target().query());
    String to = ReturnTo.safe(call.policy(), query.text("return_to"));
    String walk = query.text("walk").filter(Login::isDigest).orElse("");
    Optional<Key> key = call.key(house.sessions());
    if (call.verdict().caller() instanceof Principal p && key.isPresent()) {
      boolean again = query.text("prompt").filter("login"::equals).isPresent();
      Assurance unmet = unmet(query, p.signIn(), call.facts().at());
      if (unmet.acr().isPresent()) {
        // There is no second factor to ask for.
        return Portal.no(new Decision.Refuse(new Reason.Unattainable(unmet)));
      }
      if (!again && unmet.maxAge().isEmpty()) {
        Key k = key.get();
        return new Outcome.Redirect(
            onward(call, to, walk, call.keyDigest().orElseThrow(), k.acr(), k.authTime()),
            List.of(NO_REFERRER));
      }
      // Where somebody else may be meant, nobody's name stands in the field already.
      String name = again ? "" : p.subject().name();
      String page =
          page(call, query, frame(call), Optional.empty(), name, Optional.of(p.subject().name()));
      return new Outcome.Page(200, page, List.of());
    }
    String page = page(call, query, frame(call), Optional.empty(), "", Optional.empty());
    return new Outcome.Page(200, page, List.of());
  }

  private Outcome signIn(Call call) {
    Optional<Input> input = Input.of(call);
    Optional<String> name = input.flatMap(i -> i.text("username"));
    Optional<String> password = input.flatMap(i -> i.text("password"));
    if (input.isEmpty() || name.isEmpty() || password.isEmpty()) {
      return Portal.no(new Decision.Repair(Reason.Fault.INVALID_REQUEST)); // C162
    }
    if (!(call.verdict().trail().from() instanceof Client.Known(Address from, _))) {
      return Portal.no(new Decision.Repair(Reason.Fault.BAD_FORWARDING));
    }
    SignInResult result =
        house.check().check(name.get(), password.get(), from, call.cookie("-device"));
    return switch (result) {
      case SignInResult.Right(var user) -> welcome(call, input.get(), user, from);
      case SignInResult.Wrong(var known) -> wrong(call, input.get(), name.get(), known);
      case SignInResult.Suspended(var user) ->
          no(new Decision.Refuse(Reason.Bar.SUSPENDED), Optional.of(user.name()));
      case SignInResult.Throttled(var after, var known) ->
          no(new Decision.Wait(Reason.Later.TOO_MANY, after), known);
      case SignInResult.Busy _ ->
          Portal.no(new Decision.Wait(Reason.Later.OVERLOADED, Duration.ofSeconds(5)));
    };
  }

  private Outcome wrong(Call call, Input input, String typed, Optional<String> name) {
    Decision decision = new Decision.Prove(Reason.Unproven.PASSWORD, Upkeep.NONE);
    if (!call.isForm()) {
      return no(decision, name);
    }
    Frame frame = pages.errorFrame(call, TITLE, Door.AJAR, ProblemType.INVALID_CREDENTIALS, 401);
    Optional<String> error =
        Optional.of(
            "That name and password do not belong together. Check both, and whether Caps Lock is"
                + " on.");
    String page = page(call, input, frame, error, typed, Optional.empty());
    return new Outcome.No(decision, Optional.of(page), name);
  }

  private static Outcome no(Decision decision, Optional<String> user) {
    return new Outcome.No(decision, Optional.empty(), user);
  }

  private Outcome welcome(Call call, Input input, User user, Address from) {
    if (call.isForm() && house.loops().loops(user.id())) {
      return no(
          new Decision.Refuse(Reason.Forbidden.SIGN_IN_LOOP), Optional.of(user.name())); // C124
    }
    house.audit().ready();
    boolean remember = input.flag("remember");
    Devices.Met device = house.devices().meet(user);
    Optional<Sessions.Opened> begun =
        house
            .sessions()
            .openIfStill(
                user.password().orElseThrow(),
                user.id(),
                call.host(),
                Acr.PWD,
                remember,
                from.toString(),
                call.agent(),
                device.keep());
    if (begun.isEmpty()) {
      // The password changed while this one was checked.
      return wrong(call, input, user.name(), Optional.of(user.name()));
    }
    Sessions.Opened opened = begun.get();
    keep(call, user, opened.session().id());
    // Fixation: the session whose key came along ends at once (C125), once there is another.
    call.key(house.sessions()).ifPresent(old -> house.sessions().end(old.session()));
    if (call.isForm()) {
      house.loops().signedIn(user.id(), opened.session().id());
    }
    List<Header> fields = new ArrayList<>();
    fields.add(
        SessionCookie.of(call.site(), opened.key(), opened.session(), opened.session().created()));
    fields.add(
        SetCookies.of(call.site(), "-device", device.cookie(), Optional.of(Devices.LIFETIME)));
    String to =
        onward(
            call,
            ReturnTo.safe(call.policy(), input.text("return_to")),
            input.text("walk").filter(Login::isDigest).orElse(""),
            Ids.digest(opened.key()),
            Acr.PWD,
            opened.session().authTime());
    if (call.isForm()) {
      fields.add(NO_REFERRER);
      return new Outcome.Redirect(to, fields);
    }
    String json =
        Json.object()
            .put("user", user.name())
            .put("acr", Acr.PWD.urn())
            .put("expires_at", Moments.exact(opened.session().dies()))
            .put("return_to", to)
            .text();
    return new Outcome.Json(json, fields, false);
  }

  /** Nobody is signed in without a line in the audit log. */
  private void keep(Call call, User user, String session) {
    try {
      house
          .audit()
          .keep(
              Event.of(Event.Kind.SIGN_IN, call.verdict(), call.face(), call.isForm() ? 303 : 200)
                  .about(user.name())
                  .held(session));
    } catch (NotKept e) {
      house.sessions().end(session);
      throw e;
    }
  }

  /** C355: to a site by a ticket where a walk brought the browser here, else to the page itself. */
  private String onward(Call call, String to, String walk, String key, Acr acr, Instant authTime) {
    Optional<Origin> site =
        ReturnTo.site(call.policy(), to).filter(origin -> !origin.equals(call.policy().origin()));
    if (site.isEmpty() || walk.isEmpty()) {
      return to;
    }
    URI uri = URI.create(to);
    String path = uri.getRawPath();
    if (path.isEmpty() || path.startsWith("//")) {
      path = "/"; // where it is followed it stands alone, and would name another host (C128)
    }
    String rest = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    String ticket = walks.issue(key, acr, authTime, site.get().authority(), walk, rest);
    return site.get() + "/.doorward/arrive?ticket=" + ticket + "&state=" + walk;
  }

  private String page(
      Call call,
      Input input,
      Frame frame,
      Optional<String> error,
      String username,
      Optional<String> signedInAs) {
    String to = ReturnTo.safe(call.policy(), input.text("return_to"));
    return pages.login(
        new LoginPage(
            frame,
            error,
            username,
            call.isPost() && input.flag("remember"),
            to,
            input.text("walk").filter(Login::isDigest).orElse(""),
            signedInAs,
            Destination.inWords(call.policy(), to)));
  }

  private Frame frame(Call call) {
    return pages.frame(call, TITLE, Door.AJAR);
  }

  private static Assurance unmet(Input query, SignIn signIn, Instant now) {
    Optional<Acr> wanted = query.text("step_up").flatMap(Acr::of);
    Optional<Duration> age =
        query
            .text("max_age")
            .filter(text -> text.matches("\\d{1,9}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    return new Assurance(wanted, age).unmet(signIn, now);
  }

  private static boolean isDigest(String text) {
    return text.matches("[A-Za-z0-9_-]{43}");
  }
}
