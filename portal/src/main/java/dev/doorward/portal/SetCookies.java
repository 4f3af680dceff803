package dev.doorward.portal;

import dev.doorward.core.request.Header;
import dev.doorward.core.route.Site;
import dev.doorward.identity.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Our cookies (RFC 6265bis §4.1.3.2): host-only, for the whole host, out of reach of scripts. */
final class SetCookies {
  private SetCookies() {}

  static Header of(Site site, String suffix, String value, Optional<Duration> maxAge) {
    String age = maxAge.map(a -> " Max-Age=" + a.toSeconds() + ";").orElse("");
    String secure = site.origin().isSecure() ? " Secure;" : "";
    return new Header(
        "Set-Cookie",
        site.cookie()
            + suffix
            + "="
            + value
            + ";"
            + age
            + " Path=/;"
            + secure
            + " HttpOnly; SameSite=Lax");
  }

  /** The key to a session; a remembered one's cookie lives as long as it does (C351). */
  static Header session(Site site, String key, Session session, Instant now) {
    return of(
        site,
        "",
        key,
        session.remember() ? Optional.of(Duration.between(now, session.dies())) : Optional.empty());
  }

  static Header cleared(Site site, String suffix) {
    return of(site, suffix, "", Optional.of(Duration.ZERO));
  }
}
