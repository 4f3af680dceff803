package dev.doorward.cli.naive;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * "Order of checks" of the contract, steps 1 to 14, written down a second time from its text. It
 * shares no class with the core, searches where the core has indexes, and is slow.
 */
public final class NaiveJudge {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final NaiveFile file;
  private final Known known;
  private final String authority;
  private final String origin;
  private final String cookie;

  /**
   * @param yaml the file in force
   * @param authority host and port of its origin, which speaks plain HTTP
   */
  public NaiveJudge(String yaml, String authority, Known known) {
    this.file = new NaiveFile(yaml);
    this.known = known;
    this.authority = authority;
    this.origin = "http://" + authority;
    this.cookie = "dw-" + authority.substring(authority.indexOf(':') + 1);
  }

  /**
   * What should become of a request.
   *
   * @param check whether a front asks about it, and does not send it
   */
  public Opinion judge(Sent s, boolean check) {
    boolean hosts = s.all("Host").size() == 1;
    if (s.method().equalsIgnoreCase("TRACE") || s.method().equalsIgnoreCase("CONNECT")) {
      return hosts ? Opinion.refused(405) : new Opinion.Refused(Set.of(400, 405)); // step 1
    }
    if (!hosts) {
      return Opinion.refused(400); // step 2
    }
    Asked a = new Asked(s, check, authority);
    if (!check && NaiveKind.reads(s) && s.target().matches("/\\.doorward/health(\\?.*)?")) {
      return new Opinion.Own(); // step 1
    }
    if (!isOurs(a.host(), check)) {
      return Opinion.refused(421);
    }
    List<String> readings = a.asterisk() ? List.of() : NaivePath.readings(a.path());
    List<NaiveRoute> found =
        readings.stream().map(reading -> file.find(reading, a.judgedMethod())).toList();
    if (s.has("Early-Data")
        && (!SAFE.contains(s.method())
            || s.has("DPoP")
            || (!found.isEmpty() && found.getFirst().is("own", "login")))) {
      return Opinion.refused(425);
    }
    Optional<InetAddress> client =
        NaiveAddress.client(s.from(), s.all("X-Forwarded-For"), file.list("trusted-proxies"));
    if (client.isEmpty()) {
      return Opinion.refused(400); // step 3
    }
    if (NaiveAddress.in(file.blocks(file.list("deny")), client.get())) {
      return Opinion.refused(403); // step 4
    }
    if (a.asterisk()) {
      boolean told = s.method().equals("OPTIONS") && !check; // C190, C293
      return told ? new Opinion.Courtesy(204) : Opinion.refused(400);
    }
    boolean agreed = found.stream().map(NaiveRoute::demands).distinct().count() == 1;
    if (check && found.stream().anyMatch(route -> !route.get("own").isEmpty())) {
      return agreed ? Opinion.refused(403) : new Opinion.Refused(Set.of(400, 403)); // C326
    }
    return agreed ? routed(a, found.getFirst(), client.get()) : Opinion.refused(400);
  }

  /** Steps 6 and 7. */
  private Opinion routed(Asked a, NaiveRoute route, InetAddress client) {
    Sent s = a.sent();
    String from = s.first("Origin").orElse("");
    if (a.preflight() && !route.is("cors", "upstream")) {
      return file.origins.contains(from) ? new Opinion.Courtesy(204) : Opinion.refused(403);
    }
    if (route.is("own", "nothing")) {
      return Opinion.refused(404);
    }
    if (!route.get("own").isEmpty() && !route.list("methods-taken").contains(s.method())) {
      return Opinion.refused(405);
    }
    if (!route.get("own").isEmpty() && s.method().equals("POST") && !s.body().isEmpty()) {
      String type = s.first("Content-Type").orElse("").replaceFirst(";.*", "");
      if (!Set.of("application/json", "application/x-www-form-urlencoded").contains(type)) {
        return Opinion.refused(415);
      }
    }
    if (NaiveKind.socket(s, a.check())
        && s.has("Origin")
        && !from.equals("http://" + a.host())
        && !listed(a, route)) {
      return Opinion.refused(403);
    }
    if (route.is("posts", "from-here") && forged(a, route)) {
      return Opinion.refused(403); // C138
    }
    if (!route.get("from").isEmpty() && !NaiveAddress.in(file.blocks(route.list("from")), client)) {
      return Opinion.refused(403);
    }
    if (route.is("access", "closed")) {
      return Opinion.refused(403);
    }
    if (a.preflight() || route.is("access", "public")) {
      return comesIn(a, route);
    }
    return presented(a, route);
  }

  /** Step 8. */
  private Opinion presented(Asked a, NaiveRoute route) {
    List<String> lines = a.sent().all("Authorization");
    if (lines.size() > 1) {
      return Opinion.refused(400);
    }
    String line = lines.isEmpty() ? "" : lines.getFirst().strip();
    List<String> schemes =
        route.get("schemes").isEmpty() ? file.list("schemes") : route.list("schemes");
    if (!line.isEmpty()) {
      String scheme = line.split(" ")[0].toLowerCase(Locale.ROOT);
      String rest = line.substring(scheme.length()).strip();
      if (!scheme.matches("[a-z][a-z0-9!#$&'*+.^_`|~-]*")) {
        return Opinion.refused(400);
      }
      if (scheme.equals("bearer") && schemes.contains("bearer")) {
        return rest.matches("[A-Za-z0-9._~+/-]+=*")
            ? verified(a, route, Optional.ofNullable(known.tokens.get(rest)), false)
            : Opinion.refused(400);
      }
      if (scheme.equals("basic") && schemes.contains("basic")) {
        return verified(a, route, Optional.ofNullable(known.pairs.get(rest)), true);
      }
    }
    List<String> keys =
        a.sent().all("Cookie").stream()
            .flatMap(cookies -> List.of(cookies.split(";")).stream())
            .map(String::strip)
            .filter(crumb -> crumb.startsWith(cookie + "="))
            .map(crumb -> crumb.substring(cookie.length() + 1))
            .toList();
    if (keys.size() != 1 || !schemes.contains("session")) {
      return nobody(a, route);
    }
    Optional<Holder> holder =
        Optional.ofNullable(known.sessions.get(keys.getFirst()))
            .filter(_ -> a.host().equals(authority)); // a key is good on one host
    boolean stranger =
        route.is("access", "optional")
            && holder.map(Holder::state).filter(state -> state != Holder.State.SUSPENDED).isEmpty();
    return stranger ? comesIn(a, route) : verified(a, route, holder, true);
  }

  /** Steps 9 to 11. */
  private Opinion verified(Asked a, NaiveRoute route, Optional<Holder> proven, boolean ambient) {
    String resource = origin + route.get("resource");
    if (proven.isEmpty() || !proven.get().audience().orElse(resource).equals(resource)) {
      return prove(a, route);
    }
    Holder holder = proven.get();
    if (holder.state() == Holder.State.SUSPENDED) {
      return Opinion.refused(403);
    }
    if (holder.state() == Holder.State.MUST_CHANGE && route.get("own").isEmpty()) {
      return Opinion.refused(leadsOn(a, route) ? 303 : 403);
    }
    return ambient && forged(a, route) ? Opinion.refused(403) : meets(a, route, holder);
  }

  /** Steps 12 to 14. */
  private Opinion meets(Asked a, NaiveRoute route, Holder holder) {
    int incurable = route.is("hide", "true") ? 404 : 403;
    List<String> roles = route.list("roles");
    List<String> scopes = route.list("scopes");
    Set<String> permissions = new TreeSet<>(route.list("permissions"));
    scopes.stream().filter(file.permissions::contains).forEach(permissions::add);
    if (!roles.isEmpty() && roles.stream().noneMatch(holder.roles()::contains)) {
      return Opinion.refused(incurable);
    }
    Set<String> held = new HashSet<>();
    holder.roles().forEach(role -> held.addAll(file.list(role)));
    if (!held.contains("*") && !held.containsAll(permissions)) {
      return Opinion.refused(incurable);
    }
    boolean weak = route.is("assurance", "mfa") && !holder.mfa();
    boolean old = !route.get("max-age").isEmpty() && !holder.recent();
    if (weak || old) {
      return route.list("schemes").equals(List.of("basic"))
          ? Opinion.refused(incurable)
          : prove(a, route);
    }
    return holder.scopes().filter(granted -> !granted.containsAll(scopes)).isPresent()
        ? Opinion.refused(403)
        : comesIn(a, route);
  }

  private Opinion nobody(Asked a, NaiveRoute route) {
    return route.is("access", "optional") ? comesIn(a, route) : prove(a, route);
  }

  private Opinion prove(Asked a, NaiveRoute route) {
    return Opinion.refused(leadsOn(a, route) ? 303 : 401);
  }

  private boolean leadsOn(Asked a, NaiveRoute route) {
    List<String> schemes =
        route.get("schemes").isEmpty() ? file.list("schemes") : route.list("schemes");
    return NaiveKind.navigates(a.sent(), a.check())
        && NaiveKind.reads(a.sent())
        && schemes.contains("session")
        && !a.sent().first("Sec-Purpose").orElse("").startsWith("prefetch");
  }

  private static Opinion comesIn(Asked a, NaiveRoute route) {
    if (!route.get("own").isEmpty()) {
      return new Opinion.Own();
    }
    if (a.check()) {
      return new Opinion.Through(200);
    }
    if (!route.get("upstream").isEmpty()) {
      return new Opinion.Through(502);
    }
    return new Opinion.Through(a.path().equals("/secret/43") ? 404 : 200);
  }

  /** C131. */
  private boolean forged(Asked a, NaiveRoute route) {
    Sent s = a.sent();
    if (SAFE.contains(s.method())) {
      return false;
    }
    Optional<String> from = s.first("Origin");
    String ours = "http://" + a.host();
    if (s.has("Sec-Fetch-Site")) {
      return !Set.of("same-origin", "none").contains(s.first("Sec-Fetch-Site").orElse(""))
          && !listed(a, route);
    }
    if (from.isPresent()) {
      return !from.get().equals(ours) && !listed(a, route);
    }
    return s.first("Referer").filter(url -> !(url + "/").startsWith(ours + "/")).isPresent();
  }

  /** Where the upstream owns CORS no list of ours applies. */
  private boolean listed(Asked a, NaiveRoute route) {
    return !route.is("cors", "upstream")
        && a.sent().first("Origin").filter(file.origins::contains).isPresent();
  }

  /** C217; a front's question has no listener whose loopback names could be meant. */
  private boolean isOurs(String host, boolean check) {
    String port = authority.substring(authority.indexOf(':'));
    return host.equals(authority)
        || (!check
            && List.of("localhost" + port, "127.0.0.1" + port, "[::1]" + port).contains(host));
  }

  /** A request, and what of it depends on how it came. */
  private record Asked(Sent sent, boolean check, String authority) {
    String host() {
      String target = sent.target();
      String named =
          target.startsWith("http://")
              ? target.substring(7).replaceFirst("[/?].*", "")
              : sent.first("Host").orElse("");
      return named.toLowerCase(Locale.ROOT);
    }

    String path() {
      String rest = sent.target().replaceFirst("^http://[^/?]*", "");
      String path = rest.replaceFirst("\\?.*", "");
      return path.isEmpty() ? "/" : path;
    }

    boolean asterisk() {
      return sent.target().equals("*");
    }

    boolean preflight() {
      return sent.method().equals("OPTIONS")
          && sent.has("Origin")
          && sent.has("Access-Control-Request-Method");
    }

    /** HEAD is judged as GET, and a preflight as what it asks for. */
    String judgedMethod() {
      String method =
          preflight() ? sent.first("Access-Control-Request-Method").orElse("") : sent.method();
      String upper = method.toUpperCase(Locale.ROOT);
      return upper.equals("HEAD") ? "GET" : upper;
    }
  }
}
