package dev.doorward.oauth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.doorward.identity.store.Ids;
import dev.doorward.identity.store.Kind;
import dev.doorward.identity.store.Rows;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signing keys: made at first start, rotated with overlap, sealed in the store. */
public final class Keys {
  /** How long a retired key still verifies: no access token lives longer. */
  public static final Duration OVERLAP = Duration.ofHours(25);

  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
  private static final String PREFIX = "key_";
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final Store store;
  private final KeyFile seal;
  private final InstantSource clock;
  private volatile List<SigningKey> keys = List.of();

  /** When the store was asked last, and how that failed if it did. */
  private long asked;

  private @Nullable StoreException failure;

  private record Sealed(String id, byte[] bytes, Instant created, Optional<Instant> retired) {}

  /**
   * The keys of a store; the first is made where there is none.
   *
   * @throws StoreException when the store cannot be read, or was sealed by another key file
   */
  public Keys(Store store, KeyFile seal, InstantSource clock) {
    this.store = store;
    this.seal = seal;
    this.clock = clock;
    store.onChange(news -> {
      if (!(news instanceof Store.Change(Kind kind, _)) || kind == Kind.KEY) {
        Thread.ofVirtual().start(this::follow);
      }
    });
    reload();
    if (keys.stream().allMatch(key -> key.retired().isPresent())) {
      rotate();
    }
  }

  /** The key which signs. */
  public SigningKey current() {
    return keys.stream()
        .filter(key -> key.retired().isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is always one key that signs"));
  }

  /**
   * A key that verifies, by its {@code kid}. Asks the store for one that another node has made,
   * once a second at most: tokens may name any {@code kid}.
   */
  public Optional<SigningKey> byId(String id) {
    Optional<SigningKey> known = find(id);
    if (known.isPresent() || !id.startsWith(PREFIX)) {
      return known;
    }
    reloadOnceASecond();
    return find(id);
  }

  private Optional<SigningKey> find(String id) {
    return keys.stream().filter(key -> key.id().equals(id) && verifies(key)).findFirst();
  }

  private boolean verifies(SigningKey key) {
    return key.retired().filter(at -> !at.plus(OVERLAP).isAfter(clock.instant())).isEmpty();
  }

  /** All keys which verify, the newest first. */
  public List<SigningKey> all() {
    return keys.stream().filter(this::verifies).toList();
  }

  /** Deletes those which verify no more. */
  public void sweep() {
    Instant edge = clock.instant().minus(OVERLAP);
    store.writeLater(rows -> rows.update("delete from signing_key where retired < ?", edge));
  }

  /** The public halves (RFC 7517 §5). */
  public String jwks() {
    return new JWKSet(all().stream().<com.nimbusds.jose.jwk.JWK>map(SigningKey::jwk).toList())
        .toString(true);
  }

  /** Makes a new key which signs from now on; the old ones verify for {@link #OVERLAP}. */
  public SigningKey rotate() {
    Instant now = clock.instant();
    String id = Ids.next(PREFIX, now);
    ECKey jwk;
    try {
      jwk =
          new ECKeyGenerator(Curve.P_256)
              .keyID(id)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
    byte[] sealed = seal.seal(id, jwk.toJSONString().getBytes(StandardCharsets.UTF_8));
    store.write(rows -> {
      rows.update("update signing_key set retired = ? where retired is null", now);
      rows.update("delete from signing_key where retired < ?", now.minus(OVERLAP));
      rows.update("insert into signing_key(id, sealed, created) values (?, ?, ?)", id, sealed, now);
      rows.changed(Kind.KEY, id);
      return null;
    });
    reload();
    return current();
  }

  /** A rotation, of this node or another. What fails here is asked again by {@link #byId}. */
  private void follow() {
    try {
      reload();
    } catch (StoreException e) {
      LOG.warn("cannot read the signing keys: {}", e.getMessage());
    }
  }

  /** Whoever comes within a second of a failure is not made to wait for another. */
  private synchronized void reloadOnceASecond() {
    if (System.nanoTime() - asked > PAUSE) {
      reload();
    } else if (failure != null) {
      throw new StoreException("the store did not tell the keys a moment ago", failure);
    }
  }

  /** One after the other, so that an older list never replaces a newer one. */
  private synchronized void reload() {
    failure = null;
    try {
      keys = load();
    } catch (StoreException e) {
      failure = e;
      throw e;
    } finally {
      asked = System.nanoTime();
    }
  }

  private List<SigningKey> load() {
    List<Sealed> found = store.read(Keys::select);
    List<SigningKey> opened = new ArrayList<>();
    for (Sealed sealed : found) {
      try {
        byte[] json = seal.open(sealed.id(), sealed.bytes());
        ECKey jwk = ECKey.parse(new String(json, StandardCharsets.UTF_8));
        opened.add(new SigningKey(sealed.id(), jwk, sealed.created(), sealed.retired()));
      } catch (GeneralSecurityException | ParseException e) {
        throw new StoreException(
            "the store was made with another doorward.key; put that one back", e);
      }
    }
    return List.copyOf(opened);
  }

  private static List<Sealed> select(Rows rows) throws SQLException {
    return rows.all(
        "select id, sealed, created, retired from signing_key order by created desc, id desc",
        row ->
            new Sealed(
                row.getString("id"),
                row.getBytes("sealed"),
                Instant.ofEpochMilli(row.getLong("created")),
                Rows.time(row, "retired")));
  }
}
