package dev.doorward.portal;

import dev.doorward.core.Policy;
import dev.doorward.core.route.Origin;
import java.net.URI;
import java.util.Optional;

/** Where somebody may be sent after signing in (C128): nowhere but to hosts of ours. */
final class ReturnTo {
  private static final int MOST_CHARS = 8 << 10;

  private ReturnTo() {}

  /** The address if it is one of ours, else the root. */
  static String safe(Policy policy, Optional<String> asked) {
    String to = asked.orElse("/");
    if (to.length() > MOST_CHARS || to.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f || c == '\\')) {
      return "/";
    }
    if (to.startsWith("/")) {
      return to.startsWith("//") ? "/" : to;
    }
    return site(policy, to).isPresent() ? to : "/";
  }

  /** The host of an absolute address; empty for a relative one and for hosts not ours. */
  static Optional<Origin> site(Policy policy, String url) {
    try {
      URI uri = URI.create(url);
      String authority = uri.getRawAuthority();
      if (authority == null || authority.endsWith(":") || uri.getRawUserInfo() != null) {
        return Optional.empty();
      }
      return Origin.parse(uri.getScheme() + "://" + authority).filter(policy::leadsTo);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
