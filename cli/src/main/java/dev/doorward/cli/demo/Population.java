package dev.doorward.cli.demo;

import dev.doorward.core.who.Acr;
import dev.doorward.identity.password.Overloaded;
import dev.doorward.identity.password.PasswordRules;
import dev.doorward.identity.people.User;
import dev.doorward.identity.store.Ids;
import dev.doorward.oauth.token.Order;
import dev.doorward.oauth.token.Tokens;
import dev.doorward.portal.House;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The users and tokens of the contract's reference fixture, made for real in a store. */
public final class Population {
  private final House house;
  private final String origin;
  private final Instant now;
  private final Map<String, String> passwords = new LinkedHashMap<>();
  private final Map<String, String> sessions = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Map<String, User> users = new LinkedHashMap<>();

  private Population(House house, String origin) {
    this.house = house;
    this.origin = origin;
    this.now = house.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Makes them.
   *
   * @param host the authority on which sessions that exist from the start are good
   */
  public static Population in(House house, String origin, String host) {
    Population p = new Population(house, origin);
    p.people();
    p.machines();
    p.changes(host);
    return p;
  }

  /** The password of a user. */
  public String password(String user) {
    return passwords.getOrDefault(user, "");
  }

  /** A token by its name in the contract. */
  public String token(String name) {
    return tokens.getOrDefault(name, "");
  }

  /** The runner's fixture file. */
  public String fixture(String variant, Map<String, Object> more) {
    Map<String, Object> people = new LinkedHashMap<>();
    users.forEach((name, _) -> {
      Map<String, Object> user = new LinkedHashMap<>();
      if (passwords.containsKey(name)) {
        user.put("password", password(name));
      }
      if (sessions.containsKey(name)) {
        user.put("session", sessions.get(name));
      }
      people.put(name, user);
    });
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("origin", origin);
    document.put("fixture", variant);
    document.put("users", people);
    document.put("tokens", tokens);
    document.put("keys", Map.of("access", house.keys().current().publicJson()));
    document.putAll(more);
    return JsonMapper.builder().build().writeValueAsString(document);
  }

  private void people() {
    user("alice", "user");
    user("bob", "user");
    user("pat", "user");
    user("root", "admin");
    user("ops", "ops");
    user("sue", "user");
    user("dan", "user");
    user("lou", "user");
    user("mo", "user");
    user("al", "user", "i:ce-cream", false);
    user("pia", "user", "pä££wort", false);
    users.put("eva", add("eva", "user", Optional.empty(), false));
    house.users().requireNewPassword(id("mo"));
  }

  private void machines() {
    Instant later = now.plus(Duration.ofHours(24));
    Order ok = order("alice", Acr.PWD, Optional.of(now), now, later);
    issue("T_ok", ok);
    // Issued ten minutes and five minutes back, so that it is expired for everybody's clock.
    Instant past = now.minus(Duration.ofMinutes(20));
    issue(
        "T_exp",
        order("alice", Acr.PWD, Optional.of(past), past, now.minus(Duration.ofMinutes(10))));
    Instant hence = now.plus(Duration.ofHours(1));
    issue("T_nbf", with(ok, ok.scopes(), ok.audience(), Optional.of(hence)));
    issue("T_iat", order("alice", Acr.PWD, Optional.of(now), hence, later));
    issue("T_aud", with(ok, List.of(), List.of("https://other.test"), Optional.empty()));
    issue("T_api", with(ok, List.of(), List.of(origin + "/api"), Optional.empty()));
    issue("T_site", with(ok, List.of(), List.of("https://shop.example"), Optional.empty()));
    issue("T_reports", with(ok, List.of("reports:read"), List.of(origin), Optional.empty()));
    issue("T_revoked", ok);
    issue("T_mfa", order("alice", Acr.MFA, Optional.of(now), now, later));
    Instant stale = now.minus(Duration.ofHours(2));
    issue("T_mfa_old", order("alice", Acr.MFA, Optional.of(stale), now, later));
    issue("T_mfa_notime", order("alice", Acr.MFA, Optional.empty(), now, later));
    issue("T_stale", order("alice", Acr.PWD, Optional.of(stale), now, later));
    issue("T_opaque", opaque("alice", later));
    for (String name : List.of("root", "ops", "bob", "sue", "dan", "lou", "pat")) {
      issue("T_" + name, order(name, Acr.PWD, Optional.of(now), now, later));
    }
  }

  /** What has befallen some of them since. */
  private void changes(String host) {
    for (String name : List.of("sue", "lou", "mo")) {
      sessions.put(
          name, house.sessions().open(id(name), host, Acr.PWD, false, "127.0.0.1", "demo").key());
    }
    house.tokens().revoke(ids.getOrDefault("T_revoked", ""));
    house.users().setState(id("sue"), User.State.SUSPENDED);
    house.users().setState(id("dan"), User.State.REMOVED);
    String fresh = Ids.key().substring(0, 20);
    house.endings().setPassword(id("pat"), hash(fresh), false);
    passwords.put("pat", fresh);
  }

  private final Map<String, String> ids = new LinkedHashMap<>();

  private void issue(String name, Order order) {
    Tokens.Issued issued = house.tokens().issue(order);
    tokens.put(name, issued.token());
    ids.put(name, issued.id());
  }

  private Order order(
      String user, Acr acr, Optional<Instant> authTime, Instant issued, Instant expires) {
    return new Order(
        id(user),
        List.of(),
        List.of(origin),
        acr,
        authTime,
        Optional.empty(),
        issued,
        expires,
        false,
        Optional.empty());
  }

  private Order opaque(String user, Instant expires) {
    return new Order(
        id(user),
        List.of(),
        List.of(origin),
        Acr.PWD,
        Optional.of(now),
        Optional.empty(),
        now,
        expires,
        true,
        Optional.of("demo"));
  }

  private static Order with(
      Order o, List<String> scopes, List<String> audience, Optional<Instant> notBefore) {
    return new Order(
        o.user(),
        scopes,
        audience,
        o.acr(),
        o.authTime(),
        notBefore,
        o.issued(),
        o.expires(),
        o.opaque(),
        o.name());
  }

  private void user(String name, String role) {
    user(name, role, Ids.key().substring(0, 20), false);
  }

  private void user(String name, String role, String password, boolean mustChange) {
    passwords.put(name, password);
    users.put(name, add(name, role, Optional.of(hash(password)), mustChange));
  }

  private User add(String name, String role, Optional<String> hash, boolean mustChange) {
    return house
        .users()
        .add(name, Optional.empty(), Optional.empty(), List.of(role), hash, mustChange);
  }

  private String hash(String password) {
    try {
      return house.passwords().hash(PasswordRules.canonical(password));
    } catch (Overloaded e) {
      throw new IllegalStateException("nobody else signs in yet", e);
    }
  }

  private String id(String name) {
    User user = users.get(name);
    if (user == null) {
      throw new IllegalStateException("no user " + name);
    }
    return user.id();
  }
}
