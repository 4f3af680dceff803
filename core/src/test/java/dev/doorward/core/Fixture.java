package dev.doorward.core;

import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.may.Right;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Cors;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.OwnRoutes;
import dev.doorward.core.route.Pattern;
import dev.doorward.core.route.Place;
import dev.doorward.core.route.Realm;
import dev.doorward.core.route.Resource;
import dev.doorward.core.route.Route;
import dev.doorward.core.route.RouteIndex;
import dev.doorward.core.route.Site;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.where.Prefix;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.core.where.TrustedProxies;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.Scheme;
import dev.doorward.core.who.Schemes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The contract's fixture, compiled by hand. */
public final class Fixture {
  public static final Origin HTTP = new Origin("http", "127.0.0.1:8080");
  public static final Origin HTTPS = new Origin("https", "app.test");
  public static final Cors CORS =
      new Cors.Listed(Set.of("https://spa.test"), true, Duration.ofMinutes(10));
  private static final Schemes THREE =
      Schemes.of(Set.of(Scheme.BASIC, Scheme.BEARER, Scheme.SESSION));
  private static final Assurance MFA = new Assurance(Optional.of(Acr.MFA), Optional.empty());
  private static final Assurance FRESH_MFA =
      new Assurance(Optional.of(Acr.MFA), Optional.of(Duration.ofMinutes(5)));

  private final Origin origin;
  private final Cors cors;
  private final List<RouteIndex.Line> lines = new ArrayList<>();
  private Site site;
  private int number;

  private Fixture(Origin origin, String realm, Cors cors) {
    this.origin = origin;
    this.cors = cors;
    this.site = site(origin, realm, 0);
  }

  /** The plain run. */
  public static Policy plain() {
    return new Fixture(HTTP, "doorward", CORS).policy(denied());
  }

  /** The TLS run with its two further sites. */
  public static Policy tls() {
    return new Fixture(HTTPS, "doorward", CORS).policy(denied());
  }

  public static Policy withRealm(String realm) {
    return new Fixture(HTTP, realm, CORS).policy(denied());
  }

  public static Policy withoutCors() {
    return new Fixture(HTTP, "doorward", Cors.Upstream.UPSTREAM).policy(denied());
  }

  public static Policy withoutDeny() {
    return new Fixture(HTTP, "doorward", CORS).policy(Perimeter.Open.OPEN);
  }

  /** Some route, by which indexes are filled. */
  public static Route route(int number) {
    return new Route(
        number,
        site(HTTP, "doorward", 0),
        new Place("test:" + number, "/"),
        Perimeter.Open.OPEN,
        Cors.Upstream.UPSTREAM,
        Access.Public.PUBLIC,
        Behind.NoApp.NO_APP);
  }

  private static Perimeter denied() {
    return new Perimeter.AllBut(set("127.0.0.2/32", "203.0.113.66/32"));
  }

  private static PrefixSet set(String... prefixes) {
    return PrefixSet.of(Stream.of(prefixes).map(p -> Prefix.parse(p).orElseThrow()).toList());
  }

  private static Site site(Origin origin, String realm, int certificate) {
    String cookie = origin.isSecure() ? "__Host-dw" : "dw-" + origin.port();
    return new Site(origin, origin, cookie, certificate, new Realm(realm));
  }

  private Policy policy(Perimeter perimeter) {
    home();
    List<Policy.Rules> sites = new ArrayList<>(List.of(rules()));
    if (origin.isSecure()) {
      site = new Site(new Origin("https", "grafana.test"), origin, "__Host-dw", 0, site.realm());
      add("/d/**", guarded(Schemes.DEFAULT, Requirement.NONE));
      add("/ops", guarded(Schemes.DEFAULT, roles("ops")));
      sites.add(rules());
      site = new Site(new Origin("https", "shop.example"), origin, "__Host-dw", 1, site.realm());
      add("/**", guarded(Schemes.DEFAULT, Requirement.NONE));
      sites.add(rules());
    }
    TrustedProxies proxies =
        new TrustedProxies(set("127.0.0.7/32"), TrustedProxies.Style.X_FORWARDED_FOR);
    return new Policy(perimeter, proxies, sites, Set.of());
  }

  private Policy.Rules rules() {
    List<RouteIndex.Line> all = new ArrayList<>(OwnRoutes.of(site, cors, 65_536, true, number));
    number += all.size();
    all.addAll(lines);
    lines.clear();
    return new Policy.Rules(site, all, line("default", Access.Closed.CLOSED, cors));
  }

  private void home() {
    add("/public/**", Access.Public.PUBLIC);
    add("/open", welcome(Schemes.DEFAULT));
    add("/open-basic", welcome(THREE));
    add("/me/**", guarded(THREE, Requirement.NONE));
    add("/basic-only", guarded(Schemes.of(Set.of(Scheme.BASIC)), Requirement.NONE));
    add(
        "/basic-mfa",
        guarded(Schemes.of(Set.of(Scheme.BASIC)), new Requirement(List.of(), MFA, List.of())));
    add("/bearer-only", guarded(Schemes.of(Set.of(Scheme.BEARER)), Requirement.NONE));
    add("/cookie-only", guarded(Schemes.SESSION, Requirement.NONE));
    add("/admin", guarded(Schemes.DEFAULT, roles("admin")));
    add("/reports", guarded(Schemes.DEFAULT, need(List.of(), Assurance.NONE, "reports:read")));
    add("/audit", guarded(Schemes.DEFAULT, need(List.of(audit()), Assurance.NONE, "audit:read")));
    add(
        "/ledger",
        guarded(Schemes.DEFAULT, need(List.of(role("admin")), Assurance.NONE, "ledger:read")));
    Resource api =
        new Resource(
            Set.of(origin + "/api"),
            Optional.of(origin + "/.well-known/oauth-protected-resource/api"));
    add(
        "/api",
        new Access.Guarded(
            api,
            Schemes.DEFAULT,
            Access.Anonymous.CHALLENGED,
            need(List.of(), Assurance.NONE, "reports:read"),
            Access.Style.PLAIN));
    add("/pay", guarded(Schemes.DEFAULT, need(List.of(role("user")), FRESH_MFA)));
    add(
        "/transfer",
        guarded(Schemes.DEFAULT, need(List.of(role("user")), FRESH_MFA, "payments:write")));
    lines.add(
        new RouteIndex.Line(
            Pattern.parse("/orders/**").orElseThrow(),
            Set.of("POST", "PUT", "PATCH", "DELETE"),
            line("/orders/**", guarded(Schemes.DEFAULT, roles("ops")), cors)));
    add("/orders/**", guarded(Schemes.DEFAULT, Requirement.NONE));
    lines.add(
        new RouteIndex.Line(
            Pattern.parse("/get-only").orElseThrow(),
            Set.of("GET"),
            line("/get-only", guarded(Schemes.DEFAULT, Requirement.NONE), cors)));
    Route inside = line("/intranet", guarded(Schemes.DEFAULT, Requirement.NONE), cors);
    Perimeter office = new Perimeter.Only(set("10.0.0.0/8", "127.0.0.5/32"));
    lines.add(
        new RouteIndex.Line(
            Pattern.parse("/intranet").orElseThrow(),
            Set.of(),
            new Route(
                inside.number(),
                site,
                inside.place(),
                office,
                cors,
                inside.access(),
                inside.behind())));
    Right secret =
        new Right(Right.Kind.PERMISSION, "secret:read", Roles.of(List.of("keeper", "admin")));
    add(
        "/secret/**",
        new Access.Guarded(
            resource(),
            Schemes.DEFAULT,
            Access.Anonymous.CHALLENGED,
            need(List.of(secret), Assurance.NONE),
            Access.Style.HIDDEN));
    lines.add(
        new RouteIndex.Line(
            Pattern.parse("/own-cors").orElseThrow(),
            Set.of(),
            line("/own-cors", guarded(Schemes.DEFAULT, Requirement.NONE), Cors.Upstream.UPSTREAM)));
    add("/ws", guarded(Schemes.DEFAULT, Requirement.NONE));
    add("/closed", Access.Closed.CLOSED);
  }

  private void add(String pattern, Access access) {
    lines.add(
        new RouteIndex.Line(
            Pattern.parse(pattern).orElseThrow(), Set.of(), line(pattern, access, cors)));
  }

  private Route line(String pattern, Access access, Cors cors) {
    return new Route(
        number++,
        site,
        new Place("doorward.yaml:" + number, pattern),
        Perimeter.Open.OPEN,
        cors,
        access,
        new Behind.App("http://127.0.0.1:3000"));
  }

  private Access guarded(Schemes schemes, Requirement need) {
    return new Access.Guarded(
        resource(), schemes, Access.Anonymous.CHALLENGED, need, Access.Style.PLAIN);
  }

  private Access welcome(Schemes schemes) {
    return new Access.Guarded(
        resource(), schemes, Access.Anonymous.WELCOME, Requirement.NONE, Access.Style.PLAIN);
  }

  private Resource resource() {
    return new Resource(
        Set.copyOf(List.of(site.signIn().toString(), site.origin().toString())), Optional.empty());
  }

  private static Requirement roles(String role) {
    return need(List.of(role(role)), Assurance.NONE);
  }

  private static Requirement need(List<Right> rights, Assurance assurance, String... scopes) {
    return new Requirement(rights, assurance, List.of(scopes));
  }

  private static Right role(String name) {
    return new Right(Right.Kind.ROLE, name, Roles.of(List.of(name)));
  }

  private static Right audit() {
    return new Right(Right.Kind.SCOPE, "audit:read", Roles.of(List.of("auditor", "admin")));
  }
}
