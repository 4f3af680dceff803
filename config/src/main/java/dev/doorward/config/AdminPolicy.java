package dev.doorward.config;

import dev.doorward.core.Policy;
import dev.doorward.core.route.ApiRoutes;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.RouteIndex;
import dev.doorward.core.route.Site;
import java.util.List;

/** What requests of the admin API are judged by. */
final class AdminPolicy {
  private AdminPolicy() {}

  /**
   * Compiles it.
   *
   * @param door the policy whose address rules, proxies, realm and issuer hold here too
   * @param origin how browsers name the admin listener
   */
  static Policy beside(Policy door, Origin origin, Rights rights) {
    Site site =
        new Site(
            origin, door.origin(), PolicyReader.cookie(origin), 0, door.sites().getFirst().realm());
    List<RouteIndex.Line> lines = ApiRoutes.of(site, rights.holders(ApiRoutes.PERMISSION));
    return new Policy(
        door.perimeter(),
        door.proxies(),
        List.of(new Policy.Rules(site, lines, ApiRoutes.otherwise(site, lines.size()))));
  }
}
