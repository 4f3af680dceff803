package dev.doorward.portal;

import dev.doorward.core.audit.NotKept;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.identity.password.Overloaded;
import dev.doorward.identity.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Doorward itself answers. May block. */
public final class Portal implements Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Portal.class);

  private final House house;
  private final OpenEndpoints open = new OpenEndpoints();
  private final Pages pages = open.pages();
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

  @Override
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
        case ASSETS, RESOURCE_METADATA -> open.answer(call);
        case CHANGE_PASSWORD ->
            new Outcome.Redirect(call.site().own("/.doorward/account#password"), List.of());
        case JWKS -> new Outcome.Json(house.keys().jwks(), List.of(), true);
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
            API_CHANGES,
            API_VERIFICATION,
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
}
