package dev.doorward.identity.signin;

import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.where.Address;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Upkeep;
import dev.doorward.identity.people.Standings;
import dev.doorward.identity.people.User;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.session.Key;
import dev.doorward.identity.session.Sessions;
import dev.doorward.identity.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a session's key or a Basic pair proves. */
public final class PeopleIdentify {
  private static final Logger LOG = LoggerFactory.getLogger(PeopleIdentify.class);
  private static final Identity OVER =
      new Identity.Invalid(Reason.Unproven.SESSION_OVER, Upkeep.MAY_CLEAR);
  private static final Identity UNKNOWN_NOW =
      new Identity.Unsettled(Reason.Later.NO_VERIFIER, Duration.ofSeconds(5));

  private final Users users;
  private final Sessions sessions;
  private final PasswordCheck passwords;
  private final LoopGuard loops;
  private final BasicMemory basic;
  private final InstantSource clock;

  /** Over these. */
  public PeopleIdentify(
      Users users,
      Sessions sessions,
      PasswordCheck passwords,
      LoopGuard loops,
      InstantSource clock) {
    this.users = users;
    this.sessions = sessions;
    this.passwords = passwords;
    this.loops = loops;
    this.basic = new BasicMemory(clock);
    this.clock = clock;
  }

  /** From memory, without blocking. */
  public Optional<Identity> recall(Credential.Session credential, String host) {
    return sessions
        .recall(credential.key().reveal(), host)
        .flatMap(key -> users.recall(key.user()).map(user -> of(key, user)));
  }

  /** From memory, without blocking. */
  public Optional<Identity> recall(Credential.Basic credential) {
    String pair = credential.pair().reveal();
    return basic
        .user(pair)
        .flatMap(users::recall)
        .filter(user -> basic.isRight(pair, user))
        .map(user -> of(user, clock.instant()));
  }

  /** The id of the session which a key opens there, from memory. */
  public Optional<String> sessionOf(Credential.Session credential, String host) {
    return sessions.recall(credential.key().reveal(), host).map(Key::session);
  }

  /** May block. */
  public Identity identify(Credential.Session credential, String host) {
    try {
      Optional<Key> key = sessions.find(credential.key().reveal(), host);
      if (key.isEmpty()) {
        return OVER;
      }
      return users.byId(key.get().user()).map(user -> of(key.get(), user)).orElse(OVER);
    } catch (StoreException e) {
      LOG.warn("cannot tell whose session this is: {}", e.getMessage());
      return UNKNOWN_NOW;
    }
  }

  /** May block, for as long as a password takes. */
  public Identity identify(Credential.Basic credential, Address from) {
    String pair = credential.pair().reveal();
    BasicPair decoded = BasicPair.decode(pair);
    try {
      Optional<User> known =
          basic.user(pair).flatMap(users::byId).filter(user -> basic.isRight(pair, user));
      if (known.isPresent()) {
        return of(known.get(), clock.instant());
      }
      String password = decoded.sound() ? decoded.password() : pair;
      return switch (passwords.check(decoded.name(), password, from, Optional.empty())) {
        case SignInResult.Right(var user) -> {
          basic.remember(pair, user);
          users.byId(user.id()); // which memory then has for the next request
          yield of(user, clock.instant());
        }
        case SignInResult.Suspended(var user) -> of(user, clock.instant());
        case SignInResult.Wrong _ -> new Identity.Invalid(Reason.Unproven.PASSWORD, Upkeep.NONE);
        case SignInResult.Throttled(var after, _) ->
            new Identity.Unsettled(Reason.Later.TOO_MANY, after);
        case SignInResult.Busy _ ->
            new Identity.Unsettled(Reason.Later.OVERLOADED, Duration.ofSeconds(5));
      };
    } catch (StoreException e) {
      LOG.warn("cannot check a password: {}", e.getMessage());
      return UNKNOWN_NOW;
    }
  }

  /** Somebody who was proven before, as his record stands now. May block. */
  public Identity again(Principal before) {
    try {
      return users
          .byId(before.subject().id())
          .filter(user -> user.state() != User.State.REMOVED)
          .map(user -> proven(user, before.signIn()))
          .orElse(OVER);
    } catch (StoreException e) {
      return UNKNOWN_NOW;
    }
  }

  private Identity of(Key key, User user) {
    if (user.state() == User.State.REMOVED) {
      return OVER;
    }
    if (key.isNew()) {
      loops.came(user.id(), key.session());
    }
    return proven(user, new SignIn.At(key.acr(), key.authTime()));
  }

  private static Identity of(User user, Instant now) {
    return proven(user, new SignIn.At(Acr.PWD, now));
  }

  private static Identity proven(User user, SignIn signIn) {
    return new Identity.Proven(
        new Principal(
            Standings.subject(user),
            Audience.Everything.EVERYTHING,
            Standings.roles(user),
            Scopes.Unlimited.ALL,
            signIn),
        Standings.of(user),
        Upkeep.NONE);
  }
}
