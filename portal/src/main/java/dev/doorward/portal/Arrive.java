package dev.doorward.portal;

import dev.doorward.core.answer.SetCookies;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.who.Principal;
import dev.doorward.identity.session.Sessions;
import dev.doorward.identity.store.Ids;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The end of the walk from where people sign in to a site of its own (C354–C356). */
final class Arrive {
  private static final Duration WALK = Duration.ofSeconds(600);
  private static final Header NO_REFERRER = new Header("Referrer-Policy", "no-referrer");

  private final House house;
  private final Walks walks;

  Arrive(House house, Walks walks) {
    this.house = house;
    this.walks = walks;
  }

  Outcome answer(Call call) {
    Input query = Input.ofQuery(call.facts().target().query());
    Optional<String> cookie = call.cookie("-walk");
    String state = query.text("state").orElse("");
    boolean sameBrowser = cookie.filter(c -> Ids.digest(c).equals(state)).isPresent();
    Optional<Walks.Ticket> ticket =
        query.text("ticket").flatMap(t -> walks.spend(t, call.host(), state));
    Optional<Sessions.Opened> opened =
        ticket
            .filter(_ -> sameBrowser)
            .flatMap(t -> house.sessions().addKey(t.key(), call.host(), t.acr(), t.authTime()));
    if (opened.isPresent()) {
      Sessions.Opened here = opened.get();
      return new Outcome.Redirect(
          ticket.get().to(),
          List.of(
              SessionCookie.of(call.site(), here.key(), here.session(), call.facts().at()),
              SetCookies.cleared(call.site(), "-walk"),
              NO_REFERRER));
    }
    if (call.verdict().caller() instanceof Principal) {
      return new Outcome.Redirect(ticket.map(Walks.Ticket::to).orElse("/"), List.of(NO_REFERRER));
    }
    return Portal.no(new Decision.Repair(Reason.Fault.ARRIVAL_INVALID));
  }

  /** A site's own sign-in address leads to where people sign in, with a walk. */
  Outcome toLogin(Call call) {
    Input query = Input.ofQuery(call.facts().target().query());
    String asked = ReturnTo.safe(call.policy(), query.text("return_to"));
    Trail t = call.verdict().trail();
    String to = asked.startsWith("/") ? t.back() + asked : asked;
    String login =
        call.site().own("/.doorward/login")
            + "?return_to="
            + URLEncoder.encode(to, StandardCharsets.UTF_8);
    if (!t.back().equals(t.asked())) {
      return new Outcome.Redirect(login, List.of()); // the walk begins there
    }
    Optional<String> known = call.cookie("-walk").filter(c -> c.matches("[A-Za-z0-9_-]{43}"));
    String walk = known.orElseGet(Ids::key);
    return new Outcome.Redirect(
        login + "&walk=" + Ids.digest(walk),
        known.isPresent()
            ? List.of()
            : List.of(SetCookies.of(call.site(), "-walk", walk, Optional.of(WALK))));
  }
}
