package dev.doorward.portal;

import dev.doorward.core.audit.NotKept;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Route;
import dev.doorward.identity.password.Overloaded;
import dev.doorward.identity.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Doorward itself answers. May block. */
public final class Portal {
  private static final Logger LOG = LoggerFactory.getLogger(Portal.class);

  private final House house;
  private final Assets assets = new Assets();
  private final Pages pages = new Pages(assets);
  private final Login login;
  private final Account account;
  private final Arrive arrive;

  /** Over these services. */
  public Portal(House house) {
    this.house = house;
    Walks walks = new Walks(house.clock());
    this.login = new Login(house, pages, walks);
    this.account = new Account(house, pages);
    this.arrive = new Arrive(house, walks);
  }

  /** The pages, for refusals of everything else. */
  public Pages pages() {
    return pages;
  }

  /** The answer to a call. */
  public Outcome answer(Call call) {
    try {
      return switch (call.endpoint()) {
        case HEALTH -> throw new IllegalStateException("the door says how it is");
        case LOGIN -> call.site().isHome() ? login.answer(call) : arrive.toLogin(call);
        case LOGOUT -> account.logout(call);
        case ACCOUNT ->
            call.site().isHome()
                ? account.show(call)
                : new Outcome.Redirect(call.site().own("/.doorward/account"), List.of());
        case ACCOUNT_PASSWORD -> account.password(call);
        case SESSION_REVOKE -> account.revokeOne(call);
        case SESSIONS_REVOKE -> account.revokeOthers(call);
        case ARRIVE -> arrive.answer(call);
        case ASSETS ->
            assets
                .at(call.facts().target().rawPath())
                .<Outcome>map(a -> a)
                .orElseGet(Portal::notFound);
        case CHANGE_PASSWORD ->
            new Outcome.Redirect(call.site().own("/.doorward/account#password"), List.of());
        case JWKS -> new Outcome.Json(house.keys().jwks(), List.of(), true);
        case RESOURCE_METADATA -> metadata(call);
        case API_DOCUMENT,
            API_USERS,
            API_USER,
            API_PASSWORD,
            API_ROLE,
            API_SESSIONS,
            API_SESSION,
            API_TOKENS,
            API_TOKEN,
            API_KEYS,
            API_ROTATION,
            API_AUDIT,
            API_EXPLAIN,
            API_POLICY,
            API_NOTHING ->
            throw new IllegalStateException("the admin listener answers it");
      };
    } catch (StoreException | NotKept e) {
      LOG.warn("refused for now: {}", e.getMessage());
      return no(new Decision.Wait(Reason.Later.NO_VERIFIER, Duration.ofSeconds(5)));
    } catch (Overloaded e) {
      return no(new Decision.Wait(Reason.Later.OVERLOADED, Duration.ofSeconds(5)));
    }
  }

  static Outcome no(Decision decision) {
    return new Outcome.No(decision, Optional.empty(), Optional.empty());
  }

  static Outcome notFound() {
    return no(new Decision.Repair(Reason.Fault.NOT_FOUND));
  }

  /** RFC 9728 §3.2, for routes which advertise it; there is no authorization server to name yet. */
  private static Outcome metadata(Call call) {
    String url = call.site().origin() + call.facts().target().rawPath();
    for (Route route : call.policy().routes()) {
      if (route.access() instanceof Access.Guarded g
          && g.resource().metadata().filter(url::equals).isPresent()) {
        String resource = g.resource().names().iterator().next();
        String json =
            Json.object()
                .put("resource", resource)
                .put("bearer_methods_supported", List.of("header"))
                .put("scopes_supported", g.need().scopes())
                .text();
        return new Outcome.Json(json, List.of(), true);
      }
    }
    return notFound();
  }
}
