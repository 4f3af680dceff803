package dev.doorward.face.explain;

import dev.doorward.config.Settings;
import dev.doorward.core.Judge;
import dev.doorward.core.may.Identify;
import dev.doorward.core.may.Identity;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Route;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Scheme;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Upkeep;
import dev.doorward.face.shared.Mind;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.people.Standings;
import dev.doorward.identity.people.User;
import dev.doorward.portal.House;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Has a made-up request judged, and tells the verdict step by step. */
public final class Explain {
  private final House house;
  private final Mind mind;
  private final Supplier<Settings> settings;

  /** Over these. */
  public Explain(House house, Mind mind, Supplier<Settings> settings) {
    this.house = house;
    this.mind = mind;
    this.settings = settings;
  }

  /** Runs {@code explain METHOD URL}; returns a list of lines. */
  public Object run(Map<String, Object> args) {
    Settings s = settings.get();
    Method method = new Method(text(args, "method").orElse("GET").toUpperCase(Locale.ROOT));
    Map<Field, List<String>> fields = headers(args);
    Destination to = Destination.of(s, text(args, "url").orElse("/"));
    RequestFacts facts = facts(to, args, method, fields);
    Optional<User> user =
        text(args, "as")
            .map(name -> house.users().byName(name).orElseThrow(() -> unknown(name)))
            .or(() ->
                text(args, "user_id")
                    .map(id ->
                        house
                            .users()
                            .byId(id)
                            .filter(known -> known.state() != User.State.REMOVED)
                            .orElseThrow(() -> unknown(id))));
    Identify who = mind;
    if (user.isPresent()) {
      present(to.policy().route(facts), fields);
      facts = facts(to, args, method, fields);
      who = new As(user.get(), s);
    }
    Verdict verdict = Judge.judge(to.policy(), facts, who);
    return Map.of("lines", Lines.of(to.policy(), verdict, Hints.of(args)));
  }

  private RequestFacts facts(
      Destination to, Map<String, Object> args, Method method, Map<Field, List<String>> fields) {
    String from = text(args, "from").orElse("127.0.0.1");
    Address address =
        Address.parse(from)
            .orElseThrow(() -> new Refused("--from takes an address such as 198.51.100.7"));
    if (front(args).asks()) {
      // The front names the client, in whichever field is read.
      String named = address.toString();
      fields.putIfAbsent(Field.X_FORWARDED_FOR, List.of(named));
      fields.putIfAbsent(
          Field.FORWARDED,
          List.of("for=\"" + (named.contains(":") ? "[" + named + "]" : named) + "\""));
    }
    return new RequestFacts(
        0,
        new UUID(0, 0),
        house.clock().instant(),
        method,
        Target.of(to.target(), Optional.of(to.host())),
        new Peer(address, to.port(), false, to.origin().isSecure(), Optional.empty(), front(args)),
        new Given(fields));
  }

  private static Front front(Map<String, Object> args) {
    Optional<String> named = text(args, "dialect");
    if (named.isEmpty()) {
      return Front.NONE;
    }
    return Settings.Dialect.named(named.get())
        .map(Settings.Dialect::front)
        .orElseThrow(() ->
            new Refused(
                "--dialect takes nginx, caddy, traefik, haproxy, envoy-http or envoy-grpc, not "
                    + named.get()));
  }

  /** The first scheme of the route, a session if it takes one. */
  private static void present(Route route, Map<Field, List<String>> fields) {
    if (!(route.access() instanceof Access.Guarded g)) {
      return;
    }
    if (g.accepts().has(Scheme.SESSION)) {
      fields.put(Field.COOKIE, List.of(route.site().cookie() + "=explained"));
      fields.remove(Field.AUTHORIZATION);
    } else if (g.accepts().has(Scheme.BASIC)) {
      fields.put(Field.AUTHORIZATION, List.of("Basic explained"));
    } else {
      fields.put(Field.AUTHORIZATION, List.of("Bearer explained"));
    }
  }

  private static Map<Field, List<String>> headers(Map<String, Object> args) {
    Map<Field, List<String>> fields = new HashMap<>();
    List<?> given = args.get("headers") instanceof List<?> list ? list : List.of();
    for (Object line : given) {
      String text = String.valueOf(line);
      int colon = text.indexOf(':');
      if (colon <= 0) {
        throw new Refused("--header takes 'Name: value', not \"" + text + "\"");
      }
      String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      for (Field field : Field.values()) {
        if (field.wire().equals(name)) {
          fields
              .computeIfAbsent(field, _ -> new ArrayList<>())
              .add(text.substring(colon + 1).strip());
        }
      }
    }
    return fields;
  }

  private static Refused unknown(String user) {
    return new Refused("there is no user " + user);
  }

  private static Optional<String> text(Map<String, Object> args, String key) {
    return args.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private record Given(Map<Field, List<String>> fields) implements Fields {
    @Override
    public List<String> all(Field field) {
      return fields.getOrDefault(field, List.of());
    }
  }

  /** A user as he would be just after signing in, or with a fresh token for the very route. */
  private record As(User user, Settings settings) implements Identify {
    @Override
    public Optional<Identity> recall(
        Credential.Presented credential, RequestFacts facts, Client from) {
      return Optional.of(identify(credential, facts, from));
    }

    @Override
    public Identity identify(Credential.Presented credential, RequestFacts facts, Client from) {
      boolean token = credential.isToken();
      return new Identity.Proven(
          new Principal(
              Standings.subject(user),
              token ? new Audience.Of(settings.resources()) : Audience.Everything.EVERYTHING,
              Standings.roles(user),
              token ? Scopes.NONE : Scopes.Unlimited.ALL,
              new SignIn.At(Acr.PWD, facts.at())),
          Standings.of(user),
          Upkeep.NONE);
    }
  }
}
