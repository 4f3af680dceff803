package dev.doorward.portal;

import dev.doorward.core.answer.SetCookies;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Site;
import dev.doorward.identity.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The cookie which holds the key to a session. */
final class SessionCookie {
  private SessionCookie() {}

  /** The key to a session; a remembered one's cookie lives as long as it does (C351). */
  static Header of(Site site, String key, Session session, Instant now) {
    return SetCookies.of(
        site,
        "",
        key,
        session.remember() ? Optional.of(Duration.between(now, session.dies())) : Optional.empty());
  }
}
