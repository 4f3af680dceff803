package dev.doorward.servlet.verify;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.doorward.core.may.Reason;
import dev.doorward.identity.store.StoreException;
import dev.doorward.oauth.token.JwtReader;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** The public keys of the Doorward which is trusted, asked for anew when a token names another. */
final class RemoteKeys implements JwtReader.KeySource {
  /** Tokens may name any key, so asking is bounded. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int MOST_TRIES = 3;

  private final Remote remote;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Map<String, ECKey> keys = Map.of();
  private long askedAt;
  private boolean asked;
  private Optional<StoreException> failed = Optional.empty();
  private final AtomicInteger forgotten = new AtomicInteger();

  RemoteKeys(Remote remote) {
    this.remote = remote;
  }

  @Override
  public Optional<ECKey> byId(String id) {
    ECKey known = keys.get(id);
    if (known == null) {
      askInTurn();
      known = keys.get(id);
    }
    return Optional.ofNullable(known);
  }

  /** Which keys there are may have changed. */
  void forget() {
    forgotten.incrementAndGet();
    keys = Map.of();
  }

  /** Who comes while another asks waits for that answer, but not for long. */
  private void askInTurn() {
    boolean turn = false;
    try {
      turn = asking.tryLock(Questions.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!turn) {
        throw notAsked(new NotAsked(Reason.Later.OVERLOADED));
      }
      askOnceASecond();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notAsked(e);
    } finally {
      if (turn) {
        asking.unlock();
      }
    }
  }

  private static StoreException notAsked(Exception why) {
    return new StoreException("the keys which are trusted could not be asked for", why);
  }

  private void askOnceASecond() {
    long now = System.nanoTime();
    if (asked && now - askedAt < PAUSE.toNanos()) {
      if (failed.isPresent()) {
        throw failed.get(); // else each forged token would wait for an answer which does not come
      }
      if (!keys.isEmpty()) {
        return;
      }
    }
    try {
      int before;
      int tries = 0;
      do { // what was asked for before a change may be what was before it
        before = forgotten.get();
        keys = parse(remote.keys());
      } while (forgotten.get() != before && ++tries < MOST_TRIES);
      failed = Optional.empty();
    } catch (NotAsked e) {
      failed = Optional.of(notAsked(e));
      throw failed.get();
    } catch (StoreException e) {
      failed = Optional.of(e);
      throw e;
    } finally {
      asked = true;
      askedAt = System.nanoTime();
    }
  }

  private static Map<String, ECKey> parse(String text) {
    Map<String, ECKey> found = new ConcurrentHashMap<>();
    try {
      for (JWK key : JWKSet.parse(text).getKeys()) {
        if (key instanceof ECKey ec && ec.getKeyID() != null) {
          found.put(ec.getKeyID(), ec.toPublicJWK());
        }
      }
    } catch (ParseException e) {
      throw new StoreException("the keys which are trusted cannot be read", e);
    }
    return found;
  }
}
