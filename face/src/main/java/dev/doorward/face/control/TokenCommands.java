package dev.doorward.face.control;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Event;
import dev.doorward.core.audit.NotKept;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.people.User;
import dev.doorward.oauth.key.SigningKey;
import dev.doorward.oauth.token.Order;
import dev.doorward.oauth.token.TokenInfo;
import dev.doorward.oauth.token.Tokens;
import dev.doorward.portal.House;
import dev.doorward.portal.Moments;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code token …} and {@code key …}. */
final class TokenCommands {
  private static final Duration LONGEST_JWT = Duration.ofHours(24);
  private static final Duration LONGEST_OPAQUE = Duration.ofDays(3650);

  private final House house;
  private final Supplier<Settings> settings;

  TokenCommands(House house, Supplier<Settings> settings) {
    this.house = house;
    this.settings = settings;
  }

  Object issue(Request r) {
    Settings s = settings.get();
    User user =
        UserCommands.find(house, r, "user")
            .orElseThrow(() -> new Refused(r.name() + " needs user"));
    boolean opaque = r.flag("opaque");
    List<String> scopes = r.texts("scopes").stream().distinct().toList();
    scopes.forEach(scope -> requireGrantable(s, user, scope));
    String resource = r.text("resource").orElse(s.origin().toString());
    if (!s.resources().contains(resource)) {
      throw new Refused(
          "no route of this door takes tokens for "
              + resource
              + "; it has "
              + String.join(", ", s.resources()));
    }
    Duration lifetime =
        r.text("lifetime_seconds")
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(opaque ? s.tokens().opaque() : s.tokens().access());
    Duration most = opaque ? LONGEST_OPAQUE : LONGEST_JWT;
    if (lifetime.compareTo(most) > 0 || lifetime.isNegative() || lifetime.isZero()) {
      throw new Refused(
          opaque
              ? "an opaque token lives at most 3650 days"
              : "an access token lives at most 24 hours; an opaque one (--opaque) lives longer");
    }
    Instant now = house.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Tokens.Issued issued =
        house
            .tokens()
            .issue(
                new Order(
                    user.id(),
                    scopes,
                    List.of(resource),
                    Acr.PWD,
                    Optional.of(now),
                    Optional.empty(),
                    now,
                    now.plus(lifetime),
                    opaque,
                    r.text("token_name")));
    keepIssued(
        event(Event.Kind.RIGHTS_CHANGED)
            .about(user.name())
            .held(issued.id())
            .reason(
                "token issued" + (scopes.isEmpty() ? "" : ", scopes: " + String.join(" ", scopes))),
        issued.id());
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", issued.id());
    map.put("token", issued.token());
    map.put("expires", Moments.exact(issued.expires()));
    return map;
  }

  /** A token whose text nobody is shown must not live. */
  private void keepIssued(Event event, String id) {
    try {
      house.audit().keep(event);
    } catch (NotKept e) {
      house.tokens().revoke(id);
      try {
        // The line about its issue follows one day; so must this one.
        house.audit().keep(event(Event.Kind.REVOKED).held(id).reason("it was never shown"));
      } catch (NotKept again) {
        e.addSuppressed(again);
      }
      NotKept told =
          new NotKept(
              "no token was issued: the audit log cannot be written; see the server log, make room,"
                  + " then issue it again");
      told.initCause(e);
      throw told;
    }
  }

  Object list(Request r) {
    Optional<String> user = UserCommands.find(house, r, "user").map(User::id);
    List<TokenInfo> found =
        r.page()
            .map(page -> house.tokens().page(user, page.after(), page.most()))
            .orElseGet(() -> house.tokens().list(user));
    return found.stream().map(this::map).toList();
  }

  Object show(Request r) {
    return house
        .tokens()
        .living(r.need("id"))
        .map(this::map)
        .orElseThrow(() -> unknown(r, r.need("id")));
  }

  Object revoke(Request r) {
    String id =
        r.text("token")
            .map(this::idOf)
            .or(() -> r.text("id"))
            .orElseThrow(() -> new Refused("say which token: its id, or itself by --stdin"));
    if (!house.tokens().revoke(id)) {
      throw unknown(r, id);
    }
    house.audit().keep(event(Event.Kind.REVOKED).held(id));
    return Map.of("id", id);
  }

  Object keys() {
    return house.keys().all().stream().map(TokenCommands::map).toList();
  }

  Object rotate() {
    SigningKey key = house.keys().rotate();
    house
        .audit()
        .keep(event(Event.Kind.RIGHTS_CHANGED).reason("signing keys rotated, " + key.id()));
    return map(key);
  }

  private Event event(Event.Kind kind) {
    return Event.of(kind, house.clock().instant());
  }

  private String idOf(String token) {
    String trimmed = token.strip();
    if (trimmed.startsWith(Tokens.OPAQUE)) {
      return house.tokens().idOf(trimmed).orElseThrow(() -> new Refused("nobody knows this token"));
    }
    return new dev.doorward.oauth.token.JwtReader(house.keys(), settings.get().origin().toString())
        .read(trimmed)
        .map(dev.doorward.oauth.token.Claims::id)
        .orElseThrow(() -> new Refused("this is no token of ours"));
  }

  private static Refused unknown(Request r, String id) {
    return new Refused(
        Refused.Kind.UNKNOWN, "there is no living token " + id + "; see: " + r.hint("token list"));
  }

  /** A scope spelled like a permission is for its holders; any other that is known, for all. */
  private static void requireGrantable(Settings s, User user, String scope) {
    boolean permission =
        s.roles().values().stream().anyMatch(permissions -> permissions.contains(scope));
    if (!permission && !s.scopes().contains(scope)) {
      throw new Refused(
          "no route and no role of doorward.yaml knows the scope "
              + scope
              + (s.scopes().isEmpty()
                  ? "; name it in the scopes: of a route, or in a role, first"
                  : "; it has " + String.join(", ", s.scopes())));
    }
    boolean holds =
        user.roles().stream()
            .map(role -> s.roles().getOrDefault(role, Set.of()))
            .anyMatch(permissions -> permissions.contains(scope) || permissions.contains("*"));
    if (permission && !holds) {
      throw new Refused(
          user.name() + " does not have the permission " + scope + ", so no token can carry it");
    }
  }

  private Map<String, Object> map(TokenInfo token) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", token.id());
    map.put("user", house.users().byId(token.user()).map(User::name).orElse(token.user()));
    map.put("user_id", token.user());
    map.put("kind", token.opaque() ? "opaque" : "jwt");
    token.name().ifPresent(name -> map.put("name", name));
    map.put("scopes", token.scopes());
    map.put("resource", token.audience());
    map.put("created", Moments.exact(token.created()));
    map.put("expires", Moments.exact(token.expires()));
    return map;
  }

  private static Map<String, Object> map(SigningKey key) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", key.id());
    map.put("algorithm", "ES256");
    map.put("created", Moments.exact(key.created()));
    map.put("state", key.retired().isPresent() ? "verifies" : "signs");
    return map;
  }
}
