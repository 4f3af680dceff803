package dev.doorward.servlet.verify;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Standing;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Subject;
import dev.doorward.core.who.Upkeep;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A token as the Doorward which is trusted said it is.
 *
 * @param token its id
 * @param asOf the change up to which it took the others into account; empty when it did not say
 */
record Verified(
    String token,
    Principal principal,
    Standing standing,
    Optional<Instant> notBefore,
    Instant issued,
    Instant expires,
    Optional<Position> asOf) {
  /**
   * Reads an answer; empty where the token is not active.
   *
   * @throws ParseException when the answer is not what was promised
   */
  static Optional<Verified> of(Map<String, Object> said) throws ParseException {
    if (!JSONObjectUtils.getBoolean(said, "active")) {
      return Optional.empty();
    }
    Acr acr =
        Acr.of(JSONObjectUtils.getString(said, "acr"))
            .orElseThrow(() -> new ParseException("acr", 0));
    Optional<Instant> signedIn = time(said, "auth_time");
    Principal principal =
        new Principal(
            new Subject(text(said, "user_id"), text(said, "user")),
            new Audience.Of(Set.copyOf(texts(said, "audience"))),
            Roles.of(texts(said, "roles")),
            Scopes.of(texts(said, "scopes")),
            signedIn.<SignIn>map(when -> new SignIn.At(acr, when)).orElse(new SignIn.Undated(acr)));
    Standing standing =
        JSONObjectUtils.getBoolean(said, "suspended")
            ? Reason.Bar.SUSPENDED
            : JSONObjectUtils.getBoolean(said, "must_change")
                ? Reason.Bar.NEW_PASSWORD_DUE
                : Standing.Good.GOOD;
    return Optional.of(
        new Verified(
            text(said, "token_id"),
            principal,
            standing,
            time(said, "nbf"),
            time(said, "iat").orElseThrow(() -> new ParseException("iat", 0)),
            time(said, "exp").orElseThrow(() -> new ParseException("exp", 0)),
            said.get("epoch") == null ? Optional.empty() : Optional.of(Position.in(said))));
  }

  /** What it proves at that time (RFC 9068 §4). */
  Identity at(Instant now, Duration leeway) {
    if (!now.isBefore(expires.plus(leeway))) {
      return new Identity.Invalid(Reason.Unproven.EXPIRED, Upkeep.NONE);
    }
    Instant latest = now.plus(leeway);
    if (issued.isAfter(latest) || notBefore.filter(latest::isBefore).isPresent()) {
      return new Identity.Invalid(Reason.Unproven.INVALID, Upkeep.NONE);
    }
    return new Identity.Proven(principal, standing, Upkeep.NONE);
  }

  private static String text(Map<String, Object> said, String name) throws ParseException {
    String text = JSONObjectUtils.getString(said, name);
    if (text == null) {
      throw new ParseException(name, 0);
    }
    return text;
  }

  private static List<String> texts(Map<String, Object> said, String name) throws ParseException {
    List<String> texts = JSONObjectUtils.getStringList(said, name);
    if (texts == null || texts.stream().anyMatch(Objects::isNull)) {
      throw new ParseException(name, 0);
    }
    return texts;
  }

  private static Optional<Instant> time(Map<String, Object> said, String name)
      throws ParseException {
    return said.get(name) == null
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(JSONObjectUtils.getLong(said, name)));
  }
}
