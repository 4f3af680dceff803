package dev.doorward.portal;

import dev.doorward.core.Policy;
import dev.doorward.core.may.Decision;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Cors;
import dev.doorward.core.route.Endpoint;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.Place;
import dev.doorward.core.route.Realm;
import dev.doorward.core.route.Route;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.core.where.TrustedProxies;
import dev.doorward.core.who.Upkeep;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Three hosts with one sign-in, and requests to them. */
final class Sample {
  static final Origin HOME = new Origin("https", "app.example");
  static final Origin ADMIN = new Origin("http", "127.0.0.1:8081");
  static final Policy POLICY = policy("app.example", "grafana.example", "*.apps.example");
  static final UUID ID = UUID.fromString("3f1c9a52-7d40-4e8b-9a6e-2b5d8c01f7e4");

  private Sample() {}

  static Site site(Origin origin) {
    return new Site(origin, HOME, "__Host-dw", 0, new Realm("doorward"));
  }

  static RequestFacts facts(String method, String target, Map<Field, String> fields) {
    Peer peer =
        new Peer(
            Address.parse("192.0.2.1").orElseThrow(),
            443,
            false,
            true,
            Optional.empty(),
            Front.NONE);
    return new RequestFacts(
        1,
        ID,
        Instant.parse("2026-03-01T12:00:00Z"),
        new Method(method),
        Target.of(target, Optional.of("app.example")),
        peer,
        new Given(fields));
  }

  static Trail trail(String method, String target) {
    return POLICY.trail(facts(method, target, Map.of()));
  }

  static Call call(String contentType, byte[] body) {
    return new Call(
        POLICY,
        trail("POST", "/.doorward/login").ends(new Decision.Allow(Upkeep.NONE)),
        Endpoint.LOGIN,
        body,
        contentType,
        "",
        "door");
  }

  static Call call(String contentType, String body) {
    return call(contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Policy policy(String... hosts) {
    List<Policy.Rules> rules = new ArrayList<>();
    for (String host : hosts) {
      Site site = site(new Origin("https", host));
      Route closed =
          new Route(
              rules.size(),
              site,
              new Place("default", "/**"),
              Perimeter.Open.OPEN,
              Cors.Upstream.UPSTREAM,
              Access.Closed.CLOSED,
              Behind.NoApp.NO_APP);
      rules.add(new Policy.Rules(site, List.of(), closed));
    }
    return new Policy(
        Perimeter.Open.OPEN,
        new TrustedProxies(PrefixSet.EMPTY, TrustedProxies.Style.X_FORWARDED_FOR),
        rules,
        Set.of(ADMIN));
  }

  private record Given(Map<Field, String> values) implements Fields {
    @Override
    public List<String> all(Field field) {
      return Optional.ofNullable(values.get(field)).map(List::of).orElse(List.of());
    }
  }
}
