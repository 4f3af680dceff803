package dev.doorward.core;

import dev.doorward.core.answer.Answers;
import dev.doorward.core.answer.Chance;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Path;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.Route;
import dev.doorward.core.route.RouteIndex;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.where.Client;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.where.TrustedProxies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The configuration, compiled: one immutable value, published as a whole. A request is judged by
 * the one it began with (C245).
 */
public final class Policy {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Origin origin;
  private final Perimeter perimeter;
  private final TrustedProxies proxies;
  private final Compiled home;
  private final Map<String, Compiled> byHost = new HashMap<>();
  private final Map<String, Compiled> byDomain = new HashMap<>();
  private final List<Site> sites = new ArrayList<>();
  private final List<Rules> rules;
  private final Set<Origin> beside;
  private final List<Route> routes = new ArrayList<>();
  private final Answers answers;

  /**
   * A site with its routes.
   *
   * @param lines of our own endpoints first, then of the file
   * @param otherwise what covers all that no line does
   */
  public record Rules(Site site, List<RouteIndex.Line> lines, Route otherwise) {}

  private record Compiled(Site site, RouteIndex index, Route otherwise) {
    static Compiled of(Rules rules) {
      return new Compiled(rules.site(), RouteIndex.of(rules.lines()), rules.otherwise());
    }
  }

  /**
   * Compiles a policy.
   *
   * @param perimeter the global address rule
   * @param rules of each site; the first answers for the names of loopback listeners too
   * @param beside hosts which are ours and judged by another policy
   */
  public Policy(
      Perimeter perimeter, TrustedProxies proxies, List<Rules> rules, Set<Origin> beside) {
    this.beside = Set.copyOf(beside);
    this.perimeter = perimeter;
    this.proxies = proxies;
    this.rules = List.copyOf(rules);
    List<Compiled> all = rules.stream().map(Compiled::of).toList();
    this.home = all.getFirst();
    this.origin = home.site().origin();
    for (Compiled each : all) {
      sites.add(each.site());
      String authority = each.site().origin().authority();
      if (each.site().isMany()) {
        byDomain.put(authority.substring(1), each);
      } else {
        byHost.put(authority, each);
      }
    }
    for (Rules each : rules) {
      each.lines().forEach(line -> routes.add(line.route()));
      routes.add(each.otherwise());
    }
    this.answers = new Answers(Chance.fresh(), routes);
  }

  /** The first host of it, as browsers name it; that of the door is where people sign in. */
  public Origin origin() {
    return origin;
  }

  /** The sites with their lines, as they were compiled. */
  public List<Rules> rules() {
    return rules;
  }

  /** All routes, our own and the default ones too. */
  public List<Route> routes() {
    return routes;
  }

  /** The words for every verdict under this policy. */
  public Answers answers() {
    return answers;
  }

  /** The global address rule. */
  public Perimeter perimeter() {
    return perimeter;
  }

  /** Whom trusted proxies speak for. */
  public TrustedProxies proxies() {
    return proxies;
  }

  /** The hosts that are guarded, by their names as browsers write them. */
  public List<Site> sites() {
    return List.copyOf(sites);
  }

  /** The site which browsers know by that origin. */
  public Optional<Site> siteAt(Origin asked) {
    return asked.scheme().equals(origin.scheme())
        ? byAuthority(asked.authority()).map(Compiled::site)
        : Optional.empty();
  }

  /** Whether somebody who signed in may be led there: to a host of ours (C128). */
  public boolean leadsTo(Origin asked) {
    return beside.contains(asked) || siteAt(asked).isPresent();
  }

  /** What is known of a request before any credential is read. */
  public Trail trail(RequestFacts f) {
    return new Trail(named(f), client(f), route(f));
  }

  /** The peer, or whom a trusted proxy speaks for. */
  public Client client(RequestFacts f) {
    Field field =
        proxies.style() == TrustedProxies.Style.FORWARDED ? Field.FORWARDED : Field.X_FORWARDED_FOR;
    List<String> lines = f.fields().all(field);
    return f.peer().front().asks()
        ? proxies.spokenFor(f.peer().address(), lines)
        : proxies.client(f.peer().address(), lines);
  }

  /** The lowest line that matches; the default for a target that cannot be read. */
  public Route route(RequestFacts f) {
    Compiled site = site(f);
    return switch (f.target().path()) {
      case Path.Whole _ -> site.otherwise();
      case Path.Plain(var segments) -> find(site, segments, f);
      case Path.Twofold(var asItStands, _) -> find(site, asItStands, f);
    };
  }

  /** Whether the path has no reading, or two that lead through different doors (C220). */
  public boolean ambiguous(RequestFacts f) {
    return switch (f.target().path()) {
      case Path.Whole whole -> whole == Path.Whole.AMBIGUOUS;
      case Path.Plain _ -> false;
      case Path.Twofold two -> {
        Compiled site = site(f);
        Route door = find(site, two.asItStands(), f);
        yield !door.sameDoor(find(site, two.folded(), f))
            || !door.sameDoor(find(site, two.behindHost(), f));
      }
    };
  }

  /** Whether the host is ours and the TLS name belongs to it (RFC 9110 §7.4; C217). */
  public boolean serves(RequestFacts f) {
    Optional<Compiled> asked = known(f);
    if (asked.isEmpty()) {
      return false;
    }
    Optional<String> tlsName = f.peer().serverName();
    if (!f.peer().tls() || tlsName.isEmpty()) {
      return true;
    }
    String host = f.target().host().map(Origin::hostOf).orElse("");
    if (tlsName.get().equals(host)) {
      return true;
    }
    return byName(tlsName.get())
        .filter(other -> !isLoopbackName(f))
        .filter(other -> other.site().certificate() == asked.get().site().certificate())
        .isPresent();
  }

  /** Plain HTTP while browsers must come by https, and no trusted proxy says they did (C219). */
  public boolean exposed(RequestFacts f) {
    if (!origin.isSecure() || f.peer().tls()) {
      return false;
    }
    List<String> lines = f.fields().all(Field.X_FORWARDED_PROTO);
    // Of two lines one is the client's own.
    boolean said = lines.size() == 1 && lines.getFirst().strip().equalsIgnoreCase("https");
    return !(said && proxies.trusts(f.peer().address()));
  }

  private Compiled site(RequestFacts f) {
    return known(f).orElse(home);
  }

  private Optional<Compiled> known(RequestFacts f) {
    Optional<String> host = f.target().host();
    if (host.isEmpty() || isLoopbackName(f)) {
      return Optional.of(home);
    }
    String authority = Origin.canonical(origin.scheme(), host.get());
    Optional<Compiled> found = byAuthority(authority);
    // A redirecting listener is reached by its own port, whatever port https has.
    return found.isEmpty() && exposed(f) ? byName(Origin.hostOf(host.get())) : found;
  }

  private Optional<Compiled> byAuthority(String authority) {
    Compiled exact = byHost.get(authority);
    if (exact != null) {
      return Optional.of(exact);
    }
    int dot = authority.indexOf('.');
    return dot <= 0
        ? Optional.empty()
        : Optional.ofNullable(byDomain.get(authority.substring(dot)));
  }

  private Optional<Compiled> byName(String host) {
    return byAuthority(origin.at(host).authority());
  }

  private static boolean isLoopbackName(RequestFacts f) {
    if (!f.peer().onLoopback()) {
      return false;
    }
    String host = f.target().host().orElse("");
    String name = Origin.hostOf(host);
    return Origin.LOOPBACK.contains(name)
        && port(host, name.length(), f.peer().tls()) == f.peer().listener();
  }

  /** The port after that many characters of an authority; -1 for what is none. */
  private static int port(String authority, int after, boolean tls) {
    int digits = authority.length() - after - 1;
    if (digits < 0) {
      return tls ? 443 : 80;
    }
    if (digits == 0 || digits > 5) {
      return -1;
    }
    int port = 0;
    for (int i = after + 1; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = 10 * port + c - '0';
    }
    return port;
  }

  private static Route find(Compiled site, List<String> path, RequestFacts f) {
    String method =
        f.isPreflight()
            ? new Method(f.fields().first(Field.ACCESS_CONTROL_REQUEST_METHOD).orElse("").trim())
                .judgedAs()
            : f.method().judgedAs();
    return site.index().find(path, method).orElse(site.otherwise());
  }

  /** A trusted proxy's request id is kept when it is a UUID (C247). */
  private RequestFacts named(RequestFacts f) {
    if (!f.fields().has(Field.X_REQUEST_ID) || !proxies.trusts(f.peer().address())) {
      return f;
    }
    String id = f.fields().first(Field.X_REQUEST_ID).orElse("").trim();
    return UUID_TEXT.matcher(id).matches() ? f.withId(UUID.fromString(id)) : f;
  }
}
