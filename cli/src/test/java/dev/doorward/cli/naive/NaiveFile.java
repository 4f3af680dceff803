package dev.doorward.cli.naive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a {@code doorward.yaml} in the fixture's layout says, found line by line. */
final class NaiveFile {
  private static final Pattern LIST = Pattern.compile("\\s*([a-z-]+):\\s*\\[([^\\]]*)\\]\\s*");

  /** The endpoints of our own, which no line of the file can change. */
  private static final String OWN =
      """
      { path: /.doorward/login, own: login, access: optional, schemes: [ session ], methods-taken: [ GET, HEAD, POST ], posts: from-here }
      { path: /.doorward/account, own: account, access: signed-in, schemes: [ session ], methods-taken: [ GET, HEAD ], posts: from-here }
      { path: /.doorward/account/password, own: password, access: signed-in, schemes: [ session ], methods-taken: [ POST ], posts: from-here }
      { path: /.doorward/account/sessions/revoke, own: revoke-others, access: signed-in, schemes: [ session ], methods-taken: [ POST ], posts: from-here }
      { path: /.doorward/account/sessions/*/revoke, own: revoke, access: signed-in, schemes: [ session ], methods-taken: [ POST ], posts: from-here }
      { path: /.doorward/health, own: health, access: public, methods-taken: [ GET, HEAD ] }
      { path: /.doorward/logout, own: logout, access: optional, schemes: [ session ], methods-taken: [ GET, HEAD, POST ], posts: from-here }
      { path: /.doorward/assets/**, own: assets, access: public, methods-taken: [ GET, HEAD ] }
      { path: /.doorward/oauth/jwks, own: jwks, access: public, methods-taken: [ GET, HEAD ] }
      { path: /.well-known/oauth-protected-resource/**, own: metadata, access: public, methods-taken: [ GET, HEAD ] }
      { path: /.well-known/change-password, own: change-password, access: public, methods-taken: [ GET, HEAD ] }
      { path: /.doorward/**, own: nothing, access: public }
      { path: /.well-known/openid-configuration/**, own: nothing, access: public }
      { path: /.well-known/oauth-authorization-server/**, own: nothing, access: public }
      { path: /.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200, own: nothing, access: public }
      """;

  final List<NaiveRoute> routes = new ArrayList<>();
  final Map<String, List<String>> lists = new HashMap<>();
  final Set<String> permissions = new HashSet<>();
  final Set<String> origins = new HashSet<>();

  NaiveFile(String yaml) {
    OWN.lines().map(NaiveRoute::of).forEach(routes::add);
    yaml.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("- { path:"))
        .map(NaiveRoute::of)
        .forEach(routes::add);
    routes.add(NaiveRoute.of("{ path: /**, access: closed }"));
    yaml.lines()
        .forEach(line -> {
          Matcher m = LIST.matcher(line);
          if (m.matches()) {
            lists.put(
                m.group(1),
                Stream.of(m.group(2).replace("\"", "").split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList());
          }
        });
    for (String role : List.of("user", "ops", "auditor", "keeper")) {
      permissions.addAll(list(role));
    }
    origins.addAll(list("origins"));
  }

  /** The members of a list which stands on a line of its own. */
  List<String> list(String name) {
    return lists.getOrDefault(name, List.of());
  }

  /** All blocks of the named address sets. */
  List<String> blocks(List<String> sets) {
    return sets.stream().flatMap(set -> list(set).stream()).toList();
  }

  /** The lowest line that takes it. */
  NaiveRoute find(String reading, String method) {
    for (NaiveRoute route : routes) {
      if (route.takes(reading, method)) {
        return route;
      }
    }
    throw new IllegalStateException("the last line takes everything");
  }
}
