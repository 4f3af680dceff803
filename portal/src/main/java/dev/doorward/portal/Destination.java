package dev.doorward.portal;

import dev.doorward.core.Policy;
import java.net.URI;
import java.util.Optional;

/**
 * Where sign-in leads on, for people to read. Always with the host before it, without the query,
 * and not for long: the address comes from a link which anybody may have made, and must look like
 * an address whatever it spells.
 */
final class Destination {
  private static final int MOST_CHARS = 60;

  private Destination() {}

  /** Host and path of an address which is {@linkplain ReturnTo#safe safe}; empty for the root. */
  static Optional<String> inWords(Policy policy, String to) {
    if (to.equals("/")) {
      return Optional.empty();
    }
    String words;
    if (to.startsWith("/")) {
      words = policy.origin().authority() + to.substring(0, end(to));
    } else {
      URI uri = URI.create(to);
      words = uri.getRawAuthority() + uri.getRawPath();
    }
    return Optional.of(
        words.length() > MOST_CHARS ? words.substring(0, MOST_CHARS - 1) + "…" : words);
  }

  private static int end(String path) {
    int query = path.indexOf('?');
    int fragment = path.indexOf('#');
    int end = query < 0 ? path.length() : query;
    return fragment < 0 ? end : Math.min(end, fragment);
  }
}
