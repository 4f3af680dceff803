package dev.doorward.portal;

import dev.doorward.core.answer.ProblemType;
import dev.doorward.core.answer.SetCookies;
import dev.doorward.core.audit.Event;
import dev.doorward.core.audit.NotKept;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Accept;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Header;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Upkeep;
import dev.doorward.identity.password.Overloaded;
import dev.doorward.identity.password.PasswordRules;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Key;
import dev.doorward.identity.session.Session;
import dev.doorward.identity.signin.SignInResult;
import dev.doorward.portal.page.AccountPage;
import dev.doorward.portal.page.Door;
import dev.doorward.portal.page.Frame;
import dev.doorward.portal.page.LogoutPage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody's own account: sessions, password, signing out. */
final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Account.class);
  private static final String TITLE = "Your account";

  private final House house;
  private final Pages pages;

  Account(House house, Pages pages) {
    this.house = house;
    this.pages = pages;
  }

  Outcome show(Call call) {
    User user = user(call);
    boolean page =
        call.kind() == ClientKind.NAV
            || Accept.prefersHtml(call.facts().fields().first(Field.ACCEPT).orElse(""));
    if (page) {
      Frame frame = pages.frame(call, TITLE, Door.OPEN);
      String html = page(call, user, frame, Optional.empty(), false, Done.told(call.facts()));
      return new Outcome.Page(200, html, List.of());
    }
    Optional<String> current = call.key(house.sessions()).map(Key::session);
    List<Object> sessions =
        house.sessions().list(Optional.of(user.id())).stream()
            .<Object>map(session -> json(session, isCurrent(current, session)))
            .toList();
    String json =
        Json.object()
            .put("user", user.name())
            .put("roles", user.roles())
            .put("sessions", sessions)
            .text();
    return new Outcome.Json(json, List.of(), false);
  }

  /** C130: idempotent, also fine without a session. */
  Outcome logout(Call call) {
    if (!call.isPost()) {
      if (call.kind() != ClientKind.NAV) {
        return Portal.no(new Decision.Repair(new Reason.WrongMethod("POST")));
      }
      Optional<String> name =
          call.verdict().caller() instanceof Principal p
              ? Optional.of(p.subject().name())
              : Optional.empty();
      LogoutPage page = new LogoutPage(pages.frame(call, "Sign out", Door.OPEN), name);
      return new Outcome.Page(200, pages.logout(page), List.of());
    }
    call.key(house.sessions()).ifPresent(key -> signOut(call, key));
    List<Header> cleared = List.of(SetCookies.cleared(call.site(), ""));
    return call.kind() == ClientKind.NAV || call.isForm()
        ? new Outcome.Redirect("/", cleared)
        : new Outcome.Done(cleared);
  }

  /**
   * Keeps what is done and stays done: where it cannot be written now, the audit log owes the line.
   * An error would tell somebody that nothing changed, and would take the fresh cookie from him.
   */
  private void keepDone(Event event) {
    try {
      house.audit().keep(event);
    } catch (NotKept e) {
      LOG.warn("answered as done: {}", e.getMessage());
    }
  }

  /** What cannot be written down ends all the same: nobody is kept signed in by a full disk. */
  private void signOut(Call call, Key key) {
    house.sessions().end(key.session());
    Event event = event(Event.Kind.SIGN_OUT, call).held(key.session());
    house
        .users()
        .byId(key.user())
        .map(user -> event.about(user.name()))
        .ifPresentOrElse(this::keepDone, () -> keepDone(event));
  }

  private static Event event(Event.Kind kind, Call call) {
    Event event = Event.of(kind, call.facts().at()).by(call.asked());
    return call.verdict().caller() instanceof Principal p ? event.about(p.subject().name()) : event;
  }

  Outcome password(Call call) throws Overloaded {
    Optional<Input> input = Input.of(call);
    Optional<String> current = input.flatMap(i -> i.text("current"));
    Optional<String> wanted = input.flatMap(i -> i.text("new"));
    if (current.isEmpty() || wanted.isEmpty()) {
      return Portal.no(new Decision.Repair(Reason.Fault.INVALID_REQUEST));
    }
    if (!(call.verdict().trail().from() instanceof Client.Known(Address from, _))) {
      return Portal.no(new Decision.Repair(Reason.Fault.BAD_FORWARDING));
    }
    User user = user(call);
    return switch (house.check().check(user.name(), current.get(), from, call.cookie("-device"))) {
      case SignInResult.Wrong _ ->
          no(
              call,
              user,
              new Decision.Prove(Reason.Unproven.PASSWORD, Upkeep.NONE),
              "The current password is not right.");
      case SignInResult.Throttled(var after, _) ->
          Portal.no(new Decision.Wait(Reason.Later.TOO_MANY, after));
      case SignInResult.Busy _ ->
          Portal.no(new Decision.Wait(Reason.Later.OVERLOADED, Duration.ofSeconds(5)));
      case SignInResult.Suspended _ -> Portal.no(new Decision.Refuse(Reason.Bar.SUSPENDED));
      case SignInResult.Right(var proven) -> change(call, proven, current.get(), wanted.get());
    };
  }

  Outcome revokeOne(Call call) {
    String[] path = call.facts().target().rawPath().split("/", -1);
    String id = path.length > 4 ? path[4] : "";
    User user = user(call);
    Optional<Session> session = house.sessions().byId(id).filter(s -> s.user().equals(user.id()));
    if (session.isEmpty()) {
      return Portal.notFound();
    }
    house.audit().ready();
    boolean ended =
        call.key(house.sessions()).map(own -> house.sessions().endFor(own, id)).orElse(false);
    if (!ended) {
      return over();
    }
    keepDone(event(Event.Kind.REVOKED, call).held(id));
    return done(call, Done.SESSION, List.of());
  }

  Outcome revokeOthers(Call call) {
    house.audit().ready();
    boolean ended = call.key(house.sessions()).map(house.sessions()::endOthers).orElse(false);
    if (!ended) {
      return over();
    }
    keepDone(event(Event.Kind.REVOKED, call).reason("all other sessions"));
    return done(call, Done.SESSIONS, List.of());
  }

  /** C357: every other session ends and every token; this one goes on under a new key. */
  private Outcome change(Call call, User user, String current, String wanted) throws Overloaded {
    Optional<String> objection =
        wanted.equals(current)
            ? Optional.of("The new password must differ from the current one.")
            : house.rules().objection(user.name(), wanted);
    if (objection.isPresent()) {
      return no(call, user, new Decision.Repair(Reason.Fault.INVALID_REQUEST), objection.get());
    }
    String hash = house.passwords().hash(PasswordRules.canonical(wanted));
    house.audit().ready();
    Optional<Key> present = call.key(house.sessions());
    Optional<String> fresh = present.flatMap(key -> house.endings().setPassword(key, hash));
    if (fresh.isEmpty()) {
      return over();
    }
    keepDone(
        event(Event.Kind.RIGHTS_CHANGED, call)
            .held(present.get().session())
            .reason("new password; all other sessions and all tokens revoked"));
    return done(
        call,
        Done.PASSWORD,
        house.sessions().byId(present.get().session()).stream()
            .map(session -> SessionCookie.of(call.site(), fresh.get(), session, call.facts().at()))
            .toList());
  }

  /** Ended elsewhere since this request was judged (C122). */
  private static Outcome over() {
    return Portal.no(new Decision.Prove(Reason.Unproven.SESSION_OVER, Upkeep.MAY_CLEAR));
  }

  private Outcome no(Call call, User user, Decision decision, String text) {
    if (!call.isForm()) {
      return Portal.no(decision);
    }
    boolean current = decision instanceof Decision.Prove;
    Frame frame =
        pages.errorFrame(
            call,
            TITLE,
            Door.OPEN,
            current ? ProblemType.INVALID_CREDENTIALS : ProblemType.INVALID_REQUEST,
            current ? 401 : 400);
    String page = page(call, user, frame, Optional.of(text), current, Optional.empty());
    return new Outcome.No(decision, Optional.of(page), Optional.empty());
  }

  private static Outcome done(Call call, Done what, List<Header> fields) {
    return call.isForm() || call.kind() == ClientKind.NAV
        ? new Outcome.Redirect("/.doorward/account?done=" + what.wire(), fields)
        : new Outcome.Done(fields);
  }

  private String page(
      Call call,
      User user,
      Frame frame,
      Optional<String> error,
      boolean wrongCurrent,
      Optional<Done> done) {
    Instant now = call.facts().at();
    Optional<String> current = call.key(house.sessions()).map(Key::session);
    List<AccountPage.Row> rows =
        house.sessions().list(Optional.of(user.id())).stream()
            .map(session -> row(session, isCurrent(current, session), now))
            .sorted(Comparator.comparing(row -> !row.current()))
            .toList();
    return pages.account(
        new AccountPage(
            frame,
            user.name(),
            user.display(),
            user.roles(),
            rows,
            user.password().isPresent(),
            user.mustChange(),
            error,
            wrongCurrent,
            done.map(Done::text)));
  }

  private static boolean isCurrent(Optional<String> current, Session session) {
    return current.filter(session.id()::equals).isPresent();
  }

  private static AccountPage.Row row(Session s, boolean current, Instant now) {
    return new AccountPage.Row(
        s.id(),
        Moments.of(s.created(), now),
        Moments.of(s.lastUsed(), now),
        s.address(),
        UserAgent.inWords(s.agent()),
        s.agent(),
        current);
  }

  private static Object json(Session s, boolean current) {
    return Json.object()
        .put("id", s.id())
        .put("created", Moments.exact(s.created()))
        .put("last_used", Moments.exact(s.lastUsed()))
        .put("address", s.address())
        .put("agent", s.agent())
        .put("current", current)
        .map();
  }

  private User user(Call call) {
    if (call.verdict().caller() instanceof Principal p) {
      return house.users().byId(p.subject().id()).orElseThrow();
    }
    throw new IllegalStateException("the account is for the signed-in only");
  }
}
