package dev.doorward.face.api;

import dev.doorward.config.Settings;
import dev.doorward.core.Policy;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Route;
import dev.doorward.core.who.Scheme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code policy}: the rules in force, as they were compiled. */
final class PolicyApi {
  private PolicyApi() {}

  static ApiAnswer show(ApiCall call) {
    call.parameters();
    Settings s = call.settings();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("origin", s.origin().toString());
    out.put("roles", roles(s));
    out.put("sites", s.policy().rules().stream().map(PolicyApi::site).toList());
    out.put("warnings", s.warnings());
    return new ApiAnswer.Ok(out);
  }

  private static List<Object> roles(Settings s) {
    List<Object> roles = new ArrayList<>();
    s.roles()
        .forEach((role, permissions) ->
            roles.add(object("role", role, "permissions", List.copyOf(permissions))));
    return roles;
  }

  /** The routes of the file, in their order, and what covers the rest; not those of our own. */
  private static Object site(Policy.Rules rules) {
    List<Object> routes = new ArrayList<>();
    rules.lines().stream()
        .filter(line -> isOfTheFile(line.route()))
        .forEach(line -> routes.add(route(line.route(), line.methods())));
    routes.add(route(rules.otherwise(), List.of()));
    return object("origin", rules.site().origin().toString(), "routes", routes);
  }

  private static boolean isOfTheFile(Route route) {
    return switch (route.behind()) {
      case Behind.App _, Behind.NoApp _ -> true;
      case Behind.Own _, Behind.Nothing _ -> false;
    };
  }

  private static Object route(Route route, Collection<String> methods) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("source", route.place().source());
    out.put("path", route.place().pattern());
    out.put("methods", methods.stream().sorted().toList());
    switch (route.access()) {
      case Access.Public _ -> out.put("access", "public");
      case Access.Closed _ -> out.put("access", "closed");
      case Access.Guarded g -> {
        out.put("access", g.anonymous() == Access.Anonymous.WELCOME ? "optional" : "signed-in");
        out.put("schemes", g.accepts().all().stream().map(Scheme::word).toList());
        out.put("resource", g.resource().names().stream().sorted().toList());
        out.put("requirements", requirements(g.need()));
        out.put("hide", g.style() == Access.Style.HIDDEN);
      }
    }
    if (route.behind() instanceof Behind.App(var url)) {
      out.put("upstream", url);
    }
    return out;
  }

  private static List<String> requirements(Requirement need) {
    List<String> words = new ArrayList<>();
    need.rights()
        .forEach(
            right -> words.add(right.kind().name().toLowerCase(Locale.ROOT) + " " + right.name()));
    need.scopes().stream()
        .map(scope -> "scope " + scope)
        .filter(word -> !words.contains(word))
        .forEach(words::add);
    need.assurance().acr().ifPresent(acr -> words.add("assurance " + acr.urn()));
    need.assurance().maxAge().ifPresent(age -> words.add("max-age " + age.toSeconds() + "s"));
    return words;
  }

  private static Map<String, @Nullable Object> object(
      String first, Object one, String second, Object two) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put(first, one);
    out.put(second, two);
    return out;
  }
}
