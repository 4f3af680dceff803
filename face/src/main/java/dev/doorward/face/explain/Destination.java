package dev.doorward.face.explain;

import dev.doorward.config.Settings;
import dev.doorward.core.Policy;
import dev.doorward.core.route.Origin;
import dev.doorward.identity.people.Refused;
import java.net.URI;
import java.util.Optional;

/**
 * Where a made-up request goes.
 *
 * @param policy by which the listener judges
 * @param origin how browsers name the listener
 * @param port where it listens
 * @param host as the request names it
 * @param target path and query, or {@code *}
 */
record Destination(Policy policy, Origin origin, int port, String host, String target) {
  /**
   * The listener of an address: the admin listener's own name leads there, everything else to the
   * door.
   *
   * @throws Refused when it is neither a path nor an address
   */
  static Destination of(Settings s, String url) {
    Destination door =
        new Destination(s.policy(), s.origin(), s.listen().getPort(), s.origin().authority(), url);
    if (url.startsWith("/") || url.equals("*")) {
      return door;
    }
    URI uri = parse(s, url);
    Optional<Origin> named = Origin.parse(uri.getScheme() + "://" + uri.getRawAuthority());
    Destination at = admin(s).filter(a -> named.filter(a.origin::equals).isPresent()).orElse(door);
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new Destination(
        at.policy,
        at.origin,
        at.port,
        Origin.canonical(at.origin.scheme(), uri.getRawAuthority()),
        uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }

  private static Optional<Destination> admin(Settings s) {
    return s.admin()
        .flatMap(at ->
            s.adminPolicy()
                .map(policy ->
                    new Destination(
                        policy, at.origin(), at.listen().getPort(), at.origin().authority(), "/")));
  }

  private static URI parse(Settings s, String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getRawAuthority() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new Refused(
        "\"" + url + "\" is neither a path nor an address such as " + s.origin() + "/admin");
  }
}
