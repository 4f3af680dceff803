package dev.doorward.core.answer;

import dev.doorward.core.may.Assurance;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.verdict.Forgery;
import dev.doorward.core.verdict.Trail;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Addresses of the sign-in page which lead back to where somebody was. */
final class Links {
  static final String PASSWORD = "/.doorward/account#password";

  /** Characters of an address to come back to, once it is escaped. */
  private static final int MOST_BACK = 2048;

  private Links() {}

  /** Back to the very address asked; {@code unmet} names what is not met (C109). */
  static String signIn(Trail t, Assurance unmet) {
    return login(t) + stepUp(unmet) + "return_to=" + encoded(here(t, t.facts().target().raw()));
  }

  /** Back to the page whose form was sent (C129). */
  static String signInForForm(Trail t, Assurance unmet) {
    return login(t) + stepUp(unmet) + "return_to=" + encoded(page(t, Field.REFERER));
  }

  /** Back to the page which a script belongs to (C012). */
  static String signInForFragment(Trail t) {
    return login(t) + "return_to=" + encoded(page(t, Field.HX_CURRENT_URL));
  }

  /** As somebody else (C363). */
  static String switchAccount(Trail t) {
    RequestFacts f = t.facts();
    String back = f.method().reads() ? here(t, f.target().raw()) : page(t, Field.REFERER);
    return login(t) + "prompt=login&return_to=" + encoded(back);
  }

  /** RFC 3986 §2.3: everything but unreserved characters is escaped. */
  static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean unreserved =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (unreserved) {
        out.append(c);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return out.toString();
  }

  private static String stepUp(Assurance unmet) {
    StringBuilder query = new StringBuilder();
    unmet.acr().ifPresent(acr -> query.append("step_up=").append(acr.urn()).append('&'));
    unmet.maxAge().ifPresent(age -> query.append("max_age=").append(age.toSeconds()).append('&'));
    return query.toString();
  }

  private static String login(Trail t) {
    return t.route().site().own("/.doorward/login") + "?";
  }

  /**
   * Relative where people sign in, absolute on every other site, by a name to which can be led. Too
   * long an address leads back without its query, or to the root: fronts take a small head only
   * (C308).
   */
  private static String here(Trail t, String pathAndQuery) {
    String kept = pathAndQuery;
    if (encoded(kept).length() > MOST_BACK) {
      int query = kept.indexOf('?');
      kept = query < 0 ? "/" : kept.substring(0, query);
    }
    if (encoded(kept).length() > MOST_BACK) {
      kept = "/";
    }
    return t.route().site().isHome() ? kept : t.back() + kept;
  }

  /** Path and query of an address of the host asked; the root for any other. */
  private static String page(Trail t, Field field) {
    String url = t.facts().fields().first(field).orElse("");
    if (!Forgery.isFrom(url, t)) {
      return here(t, "/");
    }
    try {
      URI uri = URI.create(url);
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return here(t, path + query);
    } catch (IllegalArgumentException e) {
      return here(t, "/");
    }
  }
}
