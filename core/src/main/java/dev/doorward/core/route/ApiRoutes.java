package dev.doorward.core.route;

import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.may.Right;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.Scheme;
import dev.doorward.core.who.Schemes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of the admin API. They are judged like any other. */
public final class ApiRoutes {
  /** What somebody must hold to use it. */
  public static final String PERMISSION = "doorward:admin";

  /** What a verifier must hold, which may ask whose a token is and follow what changes. */
  public static final String VERIFIER = "doorward:verify";

  /** Octets of a request's body. */
  public static final int BODY_LIMIT = 64 << 10;

  /** Where it lies on a listener of its own. */
  public static final String LISTENER = "/api/v1/";

  /** Where it lies inside an application. */
  public static final String INSIDE = "/.doorward/api/v1/";

  private final String base;
  private final Site site;
  private final Access known;
  private final Access verifiers;
  private final List<RouteIndex.Line> lines = new ArrayList<>();
  private int number;

  private ApiRoutes(String base, Site site, Roles holders, Roles verifiers, int number) {
    this.base = base;
    this.site = site;
    this.number = number;
    this.known = guarded(site, new Right(Right.Kind.PERMISSION, PERMISSION, holders));
    this.verifiers = guarded(site, new Right(Right.Kind.PERMISSION, VERIFIER, verifiers));
  }

  private static Access guarded(Site site, Right right) {
    return new Access.Guarded(
        new Resource(Set.of(site.signIn().toString()), Optional.empty()),
        Schemes.of(Set.of(Scheme.BEARER, Scheme.SESSION)),
        Access.Anonymous.CHALLENGED,
        new Requirement(List.of(right), Assurance.NONE, List.of()),
        Access.Style.PLAIN);
  }

  /**
   * The lines.
   *
   * @param base {@link #LISTENER} or {@link #INSIDE}
   * @param site the admin listener as browsers name it; tokens are those for where it signs in
   * @param holders the roles which hold {@link #PERMISSION}
   * @param verifiers those which hold {@link #VERIFIER}, or that
   * @param number the first free route number
   */
  public static List<RouteIndex.Line> of(
      String base, Site site, Roles holders, Roles verifiers, int number) {
    ApiRoutes routes = new ApiRoutes(base, site, holders, verifiers, number);
    routes.list();
    return routes.lines;
  }

  /** What covers all that no line does. */
  public static Route otherwise(Site site, int number) {
    return route(number, site, "default", Access.Public.PUBLIC, Behind.Nothing.NOTHING);
  }

  private void list() {
    add("openapi.json", Access.Public.PUBLIC, Endpoint.API_DOCUMENT, "GET", "HEAD");
    api("users", Endpoint.API_USERS, "GET", "HEAD", "POST");
    api("users/*", Endpoint.API_USER, "GET", "HEAD", "PATCH", "DELETE");
    api("users/*/password", Endpoint.API_PASSWORD, "PUT");
    api("users/*/roles/*", Endpoint.API_ROLE, "PUT", "DELETE");
    api("sessions", Endpoint.API_SESSIONS, "GET", "HEAD");
    api("sessions/*", Endpoint.API_SESSION, "GET", "HEAD", "DELETE");
    api("tokens", Endpoint.API_TOKENS, "GET", "HEAD", "POST");
    api("tokens/*", Endpoint.API_TOKEN, "GET", "HEAD", "DELETE");
    api("keys", Endpoint.API_KEYS, "GET", "HEAD");
    api("keys/rotate", Endpoint.API_ROTATION, "POST");
    api("audit", Endpoint.API_AUDIT, "GET", "HEAD");
    api("explain", Endpoint.API_EXPLAIN, "POST");
    api("policy", Endpoint.API_POLICY, "GET", "HEAD");
    add("changes", verifiers, Endpoint.API_CHANGES, "GET", "HEAD");
    add("verifications", verifiers, Endpoint.API_VERIFICATION, "POST");
    api("**", Endpoint.API_NOTHING, "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  }

  private void api(String path, Endpoint endpoint, String... methods) {
    add(path, known, endpoint, methods);
  }

  private void add(String path, Access access, Endpoint endpoint, String... methods) {
    String pattern = base + path;
    Behind behind = new Behind.Own(endpoint, Intake.ofJson(Set.of(methods), BODY_LIMIT), Set.of());
    Route route = route(number++, site, pattern, access, behind);
    lines.add(new RouteIndex.Line(Pattern.parse(pattern).orElseThrow(), Set.of(), route));
  }

  private static Route route(int number, Site site, String pattern, Access access, Behind behind) {
    return new Route(
        number,
        site,
        new Place("doorward", pattern),
        Perimeter.Open.OPEN,
        Cors.Upstream.UPSTREAM,
        access,
        behind);
  }
}
