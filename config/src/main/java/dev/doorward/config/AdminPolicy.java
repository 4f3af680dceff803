package dev.doorward.config;

import dev.doorward.core.Policy;
import dev.doorward.core.route.ApiRoutes;
import dev.doorward.core.route.Cors;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.OwnRoutes;
import dev.doorward.core.route.RouteIndex;
import dev.doorward.core.route.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What requests to the admin listener are judged by: a site of its own, with the API. */
final class AdminPolicy {
  private AdminPolicy() {}

  /**
   * Compiles it.
   *
   * @param door the policy whose address rules, proxies, realm and issuer hold here too
   * @param origin how browsers name the admin listener
   * @param ownBody octets of the body of an endpoint which every site has
   */
  static Policy beside(Policy door, Origin origin, Rights rights, int ownBody) {
    Site site =
        new Site(
            origin, door.origin(), PolicyReader.cookie(origin), 0, door.sites().getFirst().realm());
    List<RouteIndex.Line> lines =
        new ArrayList<>(OwnRoutes.of(site, Cors.Upstream.UPSTREAM, ownBody, true, 0));
    lines.addAll(
        ApiRoutes.of(
            ApiRoutes.LISTENER,
            site,
            rights.holders(ApiRoutes.PERMISSION),
            rights.holders(ApiRoutes.VERIFIER, ApiRoutes.PERMISSION),
            lines.size()));
    return new Policy(
        door.perimeter(),
        door.proxies(),
        List.of(new Policy.Rules(site, lines, ApiRoutes.otherwise(site, lines.size()))),
        Set.of());
  }
}
