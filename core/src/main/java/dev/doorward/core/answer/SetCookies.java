package dev.doorward.core.answer;

import dev.doorward.core.request.Header;
import dev.doorward.core.route.Site;
import java.time.Duration;
import java.util.Optional;

/** Our cookies (RFC 6265bis §4.1.3.2): host-only, for the whole host, out of reach of scripts. */
public final class SetCookies {
  private SetCookies() {}

  /**
   * The field which sets one.
   *
   * @param suffix behind the site's own name for our cookie
   * @param maxAge how long it lives; until the browser ends where empty
   */
  public static Header of(Site site, String suffix, String value, Optional<Duration> maxAge) {
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

  /** The field which makes a browser forget one. */
  public static Header cleared(Site site, String suffix) {
    return of(site, suffix, "", Optional.of(Duration.ZERO));
  }
}
