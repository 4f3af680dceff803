package dev.doorward.core.answer;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.who.Cookies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of a walk from a site to where people sign in (C354): a cookie ties the way back to
 * this browser, and its digest travels. A browser that walks already keeps its cookie.
 *
 * @param state the digest
 * @param begun the cookie, where none came along
 */
record Walk(String state, Optional<Header> begun) {
  private static final Duration LASTS = Duration.ofMinutes(10);

  static Walk of(Trail t, Chance chance) {
    Site site = t.route().site();
    List<String> known =
        Cookies.named(t.facts().fields().all(Field.COOKIE), site.cookie() + "-walk");
    if (known.size() == 1 && known.getFirst().matches("[A-Za-z0-9_-]{22,86}")) {
      return new Walk(digest(known.getFirst()), Optional.empty());
    }
    String value = chance.value(t.facts().serial());
    return new Walk(
        digest(value), Optional.of(SetCookies.of(site, "-walk", value, Optional.of(LASTS))));
  }

  private static String digest(String value) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
