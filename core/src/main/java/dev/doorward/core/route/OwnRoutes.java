package dev.doorward.core.route;

import static dev.doorward.core.route.Behind.Trait.EXCUSES_DUTIES;
import static dev.doorward.core.route.Behind.Trait.NEVER_EARLY;
import static dev.doorward.core.route.Behind.Trait.POSTS_FROM_HERE;

import dev.doorward.core.may.Requirement;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.who.Schemes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of Doorward's own endpoints on one site. They are judged like any other. */
public final class OwnRoutes {
  private static final Set<String> READ = Set.of("GET", "HEAD");
  private static final Set<String> READ_POST = Set.of("GET", "HEAD", "POST");
  private static final Set<String> POST = Set.of("POST");
  private static final String PROBE =
      "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";

  private final Site site;
  private final Cors cors;
  private final long bodyLimit;
  private final Resource resource;
  private final List<RouteIndex.Line> lines = new ArrayList<>();
  private int number;

  private OwnRoutes(Site site, Cors cors, long bodyLimit, int number) {
    this.site = site;
    this.cors = cors;
    this.bodyLimit = bodyLimit;
    this.number = number;
    this.resource = new Resource(Set.of(site.signIn().toString()), Optional.empty());
  }

  /**
   * The lines for a site, to be matched before its file's.
   *
   * @param changePassword false where the file names that well-known path itself (C349)
   * @param number the first free route number
   */
  public static List<RouteIndex.Line> of(
      Site site, Cors cors, long bodyLimit, boolean changePassword, int number) {
    OwnRoutes own = new OwnRoutes(site, cors, bodyLimit, number);
    own.list(changePassword);
    return own.lines;
  }

  /**
   * The lines where nobody signs in and nothing is kept: health, the pages' assets, metadata.
   *
   * @param number the first free route number
   */
  public static List<RouteIndex.Line> verifying(Site site, Cors cors, long bodyLimit, int number) {
    OwnRoutes own = new OwnRoutes(site, cors, bodyLimit, number);
    own.open();
    own.nothing("/.doorward/**");
    return own.lines;
  }

  private void open() {
    own("/.doorward/health", Endpoint.HEALTH, READ, Access.Public.PUBLIC);
    own("/.doorward/assets/**", Endpoint.ASSETS, READ, Access.Public.PUBLIC);
    own(
        "/.well-known/oauth-protected-resource/**",
        Endpoint.RESOURCE_METADATA,
        READ,
        Access.Public.PUBLIC);
  }

  private void list(boolean changePassword) {
    Access welcome = session(Access.Anonymous.WELCOME);
    Access known = session(Access.Anonymous.CHALLENGED);
    if (site.isHome()) {
      own("/.doorward/login", Endpoint.LOGIN, READ_POST, welcome, POSTS_FROM_HERE, NEVER_EARLY);
      own("/.doorward/account", Endpoint.ACCOUNT, READ, known, POSTS_FROM_HERE);
      own("/.doorward/account/password", Endpoint.ACCOUNT_PASSWORD, POST, known, POSTS_FROM_HERE);
      own(
          "/.doorward/account/sessions/revoke",
          Endpoint.SESSIONS_REVOKE,
          POST,
          known,
          POSTS_FROM_HERE);
      own(
          "/.doorward/account/sessions/*/revoke",
          Endpoint.SESSION_REVOKE,
          POST,
          known,
          POSTS_FROM_HERE);
    } else {
      own("/.doorward/login", Endpoint.LOGIN, READ, Access.Public.PUBLIC);
      own("/.doorward/account", Endpoint.ACCOUNT, READ, Access.Public.PUBLIC);
      own("/.doorward/arrive", Endpoint.ARRIVE, READ, welcome, NEVER_EARLY);
    }
    open();
    own("/.doorward/logout", Endpoint.LOGOUT, READ_POST, welcome, POSTS_FROM_HERE);
    own("/.doorward/oauth/jwks", Endpoint.JWKS, READ, Access.Public.PUBLIC);
    if (changePassword) {
      own("/.well-known/change-password", Endpoint.CHANGE_PASSWORD, READ, Access.Public.PUBLIC);
    }
    nothing("/.doorward/**");
    nothing("/.well-known/openid-configuration/**");
    nothing("/.well-known/oauth-authorization-server/**");
    nothing(PROBE);
  }

  private Access session(Access.Anonymous anonymous) {
    return new Access.Guarded(
        resource, Schemes.SESSION, anonymous, Requirement.NONE, Access.Style.PLAIN);
  }

  private void own(
      String pattern,
      Endpoint endpoint,
      Set<String> methods,
      Access access,
      Behind.Trait... traits) {
    Set<Behind.Trait> all = new HashSet<>(Set.of(traits));
    all.add(EXCUSES_DUTIES);
    add(pattern, access, new Behind.Own(endpoint, new Intake(methods, bodyLimit), Set.copyOf(all)));
  }

  private void nothing(String pattern) {
    add(pattern, Access.Public.PUBLIC, Behind.Nothing.NOTHING);
  }

  private void add(String pattern, Access access, Behind behind) {
    Route route =
        new Route(
            number++,
            site,
            new Place("doorward", pattern),
            Perimeter.Open.OPEN,
            cors,
            access,
            behind);
    lines.add(new RouteIndex.Line(Pattern.parse(pattern).orElseThrow(), Set.of(), route));
  }
}
