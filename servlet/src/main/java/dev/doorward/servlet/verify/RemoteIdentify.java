package dev.doorward.servlet.verify;

import dev.doorward.config.Settings;
import dev.doorward.core.may.Identify;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Upkeep;
import dev.doorward.face.shared.Mind;
import dev.doorward.identity.store.Ids;
import dev.doorward.identity.store.Kind;
import dev.doorward.identity.store.Memory;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.StoreException;
import dev.doorward.identity.throttle.Throttle;
import dev.doorward.oauth.token.JwtReader;
import dev.doorward.oauth.token.Tokens;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who a token proves which another Doorward issued. Signatures are checked here, so that forged
 * tokens ask nobody; whose a good one is, is asked once and remembered until something of it
 * changes. Whoever lost track of the changes asks for each request, and where nobody answers,
 * nobody can tell: 503, never a stale leave.
 */
public final class RemoteIdentify implements Identify, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteIdentify.class);
  private static final Identity INVALID =
      new Identity.Invalid(Reason.Unproven.INVALID, Upkeep.NONE);
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final int MOST_TOKEN = 16 << 10;

  private final Remote remote;
  private final RemoteKeys keys;
  private final JwtReader reader;
  private final RemoteFeed feed;
  private final Memory<String, Verified> memory = new Memory<>(100_000);
  private final Throttle guesses;
  private final AtomicBoolean silent = new AtomicBoolean();
  private volatile Duration leeway;

  private RemoteIdentify(Settings.Trust trust, Throttle guesses, Duration leeway) {
    this.remote = new Remote(trust);
    this.keys = new RemoteKeys(remote);
    this.reader = new JwtReader(keys, trust.origin().toString());
    this.guesses = guesses;
    this.leeway = leeway;
    this.feed = new RemoteFeed(remote, this::told);
  }

  /**
   * Trusts that Doorward, and begins to follow its changes.
   *
   * @param guesses counts the tokens which nobody knows
   */
  public static RemoteIdentify of(Settings.Trust trust, Throttle guesses, Duration leeway) {
    return new RemoteIdentify(trust, guesses, leeway);
  }

  /** From now on. */
  public void setLeeway(Duration leeway) {
    this.leeway = leeway;
  }

  /** Whether what is remembered may be trusted. */
  public boolean isCurrent() {
    return feed.isCurrent();
  }

  private void told(Store.News news) {
    switch (news) {
      case Store.Change(Kind kind, String id) when kind == Kind.TOKEN ->
          memory.forgetIf(known -> known.token().equals(id));
      case Store.Change(Kind kind, String id) when kind == Kind.USER ->
          memory.forgetIf(known -> known.principal().subject().id().equals(id));
      case Store.Change(Kind kind, _) when kind == Kind.KEY -> {
        keys.forget();
        memory.forgetAll(); // what a withdrawn key signed is good no more
      }
      case Store.Change _ -> {}
      case Store.Missed _ -> {
        keys.forget();
        memory.forgetAll();
      }
    }
  }

  @Override
  public Optional<Identity> recall(
      Credential.Presented credential, RequestFacts facts, Client from) {
    return credential instanceof Credential.Bearer(var token) && feed.isCurrent()
        ? memory.recall(Ids.digest(token.reveal())).map(known -> known.at(facts.at(), leeway))
        : Optional.empty();
  }

  @Override
  public Identity identify(Credential.Presented credential, RequestFacts facts, Client from) {
    return credential instanceof Credential.Bearer(var token)
        ? identify(token.reveal(), facts.at(), Mind.address(facts, from))
        : INVALID; // no route here takes another
  }

  private Identity identify(String token, Instant now, Address from) {
    try {
      if (token.length() > MOST_TOKEN
          || (!token.startsWith(Tokens.OPAQUE) && reader.read(token).isEmpty())) {
        return INVALID;
      }
      boolean doubt = guesses.waitForTokens(from).isPresent();
      Optional<Verified> known =
          feed.isCurrent()
              ? memory.get(Ids.digest(token), () -> ask(token, doubt), this::isLasting)
              : ask(token, doubt);
      silent.set(false);
      // A signature cannot be guessed, so that a JWT nobody knows any more was good once (C159).
      if (known.isEmpty() && !doubt && token.startsWith(Tokens.OPAQUE)) {
        guesses.unknownToken(from);
      }
      return known.map(found -> found.at(now, leeway)).orElse(INVALID);
    } catch (NotAsked e) {
      return new Identity.Unsettled(e.why(), LATER);
    } catch (StoreException e) {
      if (!silent.getAndSet(true)) {
        LOG.warn("cannot tell whose tokens these are: {}", e.getMessage());
      }
      return new Identity.Unsettled(Reason.Later.NO_VERIFIER, LATER);
    }
  }

  /** What another node said than the one whose changes are followed holds for one request. */
  private boolean isLasting(Verified found) {
    return found.asOf().filter(feed::isToCome).isPresent();
  }

  private Optional<Verified> ask(String token, boolean doubt) {
    try {
      return Verified.of(remote.verification(token, doubt));
    } catch (StoreException | NotAsked e) {
      throw e;
    } catch (ParseException | RuntimeException e) {
      throw new StoreException("the answer about a token cannot be read", e);
    }
  }

  @Override
  public void close() {
    feed.close();
    remote.close();
  }
}
