package dev.doorward.portal;

import dev.doorward.core.route.Access;
import dev.doorward.core.route.Route;
import java.util.List;

/** The endpoints which need no store: the pages' assets, and metadata of resources. */
public final class OpenEndpoints implements Answering {
  private final Assets assets = new Assets();
  private final Pages pages = new Pages(assets);

  /** The pages, for refusals. */
  public Pages pages() {
    return pages;
  }

  @Override
  public Outcome answer(Call call) {
    return switch (call.endpoint()) {
      case ASSETS ->
          assets
              .at(call.facts().target().rawPath())
              .<Outcome>map(a -> a)
              .orElseGet(Portal::notFound);
      case RESOURCE_METADATA -> metadata(call);
      default -> Portal.notFound();
    };
  }

  /** RFC 9728 §3.2, for routes which advertise it; there is no authorization server to name yet. */
  private static Outcome metadata(Call call) {
    String url = call.site().origin() + call.facts().target().rawPath();
    for (Route route : call.policy().routes()) {
      if (route.access() instanceof Access.Guarded g
          && g.resource().metadata().filter(url::equals).isPresent()) {
        String resource = g.resource().names().iterator().next();
        String json =
            Json.object()
                .put("resource", resource)
                .put("bearer_methods_supported", List.of("header"))
                .put("scopes_supported", g.need().scopes())
                .text();
        return new Outcome.Json(json, List.of(), true);
      }
    }
    return Portal.notFound();
  }
}
