package dev.doorward.oauth.token;

import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.where.Address;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Upkeep;
import dev.doorward.identity.people.Standings;
import dev.doorward.identity.people.User;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.store.Ids;
import dev.doorward.identity.store.Memory;
import dev.doorward.identity.store.StoreException;
import dev.doorward.identity.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a Bearer token proves. */
public final class TokenIdentify {
  private static final Logger LOG = LoggerFactory.getLogger(TokenIdentify.class);
  private static final Identity INVALID =
      new Identity.Invalid(Reason.Unproven.INVALID, Upkeep.NONE);
  private static final Identity EXPIRED =
      new Identity.Invalid(Reason.Unproven.EXPIRED, Upkeep.NONE);

  private final Tokens tokens;
  private final JwtReader reader;
  private final Users users;
  private final Throttle throttle;
  private volatile Duration leeway;
  private final Memory<String, Claims> verified = new Memory<>(100_000);

  /**
   * @param leeway how far clocks may differ
   */
  public TokenIdentify(
      Tokens tokens, JwtReader reader, Users users, Throttle throttle, Duration leeway) {
    this.tokens = tokens;
    this.reader = reader;
    this.users = users;
    this.throttle = throttle;
    this.leeway = leeway;
  }

  /** From now on. */
  public void setLeeway(Duration leeway) {
    this.leeway = leeway;
  }

  /** From memory, without blocking: seen before, not revoked, its user at hand. */
  public Optional<Identity> recall(String token, Instant now) {
    if (!tokens.isCurrent()) {
      return Optional.empty();
    }
    return remembered(token)
        .filter(c -> tokens.remembers(c.expires()) || isOver(c, now))
        .flatMap(c -> users.recall(c.user()).map(user -> of(c, user, now)));
  }

  /** The id of a token that was seen before, from memory. */
  public Optional<String> idOf(String token) {
    return remembered(token).map(Claims::id);
  }

  private Optional<Claims> remembered(String token) {
    return token.startsWith(Tokens.OPAQUE)
        ? tokens.recallOpaque(token)
        : verified.recall(Ids.digest(token));
  }

  /** A token that is of ours and not revoked, with its user who is not removed. */
  public record Known(Claims claims, User user) {}

  /**
   * Whose a token is, whatever the time. May block.
   *
   * @throws StoreException when nobody could tell
   */
  public Optional<Known> known(String token) {
    return claims(token)
        .filter(c -> !tokens.isRevoked(c.id()))
        .filter(c -> tokens.remembers(c.expires()) || tokens.isGoodInStore(c.id()))
        .filter(c -> tokens.isCurrent() || !tokens.isRevokedInStore(c.id()))
        .flatMap(c ->
            users
                .byId(c.user())
                .filter(user -> user.state() != User.State.REMOVED)
                .map(user -> new Known(c, user)));
  }

  private Optional<Claims> claims(String token) {
    return token.startsWith(Tokens.OPAQUE)
        ? tokens.findOpaque(token)
        : verified.get(Ids.digest(token), () -> reader.read(token));
  }

  /** May block. */
  public Identity identify(String token, Instant now, Optional<Address> from) {
    try {
      Optional<Claims> claims = claims(token);
      if (claims.isEmpty()) {
        return isKnownDead(token) ? INVALID : unknown(from);
      }
      if (!tokens.isCurrent() && tokens.isRevokedInStore(claims.get().id())) {
        return INVALID;
      }
      if (!tokens.remembers(claims.get().expires())
          && !isOver(claims.get(), now)
          && !tokens.isGoodInStore(claims.get().id())) {
        return INVALID;
      }
      return users
          .byId(claims.get().user())
          .map(user -> of(claims.get(), user, now))
          .orElse(INVALID);
    } catch (StoreException e) {
      LOG.warn("cannot tell whose token this is: {}", e.getMessage());
      return new Identity.Unsettled(Reason.Later.NO_VERIFIER, Duration.ofSeconds(5));
    }
  }

  /** Revoked tokens of old clients are no guesses (C159). */
  private boolean isKnownDead(String token) {
    return token.startsWith(Tokens.OPAQUE) && tokens.idOf(token).isPresent();
  }

  private Identity unknown(Optional<Address> from) {
    if (from.isEmpty()) {
      return INVALID;
    }
    Optional<Duration> wait = throttle.waitForTokens(from.get());
    if (wait.isPresent()) {
      return new Identity.Unsettled(Reason.Later.TOO_MANY, wait.get());
    }
    throttle.unknownToken(from.get());
    return INVALID;
  }

  private boolean isOver(Claims c, Instant now) {
    return !now.isBefore(c.expires().plus(leeway));
  }

  private Identity of(Claims c, User user, Instant now) {
    if (tokens.isRevoked(c.id()) || user.state() == User.State.REMOVED) {
      return INVALID;
    }
    if (isOver(c, now)) {
      return EXPIRED;
    }
    Instant latest = now.plus(leeway);
    if (c.issued().isAfter(latest) || c.notBefore().filter(latest::isBefore).isPresent()) {
      return INVALID;
    }
    SignIn signIn =
        c.authTime()
            .<SignIn>map(when -> new SignIn.At(c.acr(), when))
            .orElse(new SignIn.Undated(c.acr()));
    return new Identity.Proven(
        new Principal(
            Standings.subject(user),
            new Audience.Of(c.audience()),
            Standings.roles(user),
            Scopes.of(c.scopes()),
            signIn),
        Standings.of(user),
        Upkeep.NONE);
  }
}
