package dev.doorward.oauth.token;

import dev.doorward.core.who.Acr;
import dev.doorward.identity.store.Ids;
import dev.doorward.identity.store.Kind;
import dev.doorward.identity.store.Memory;
import dev.doorward.identity.store.Rows;
import dev.doorward.identity.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens we issued. What is revoked is held completely in memory, so that a good signature
 * never outlives a revocation.
 */
public final class Tokens {
  /** How opaque tokens begin, so that scanners for leaked secrets find them. */
  public static final String OPAQUE = "dw_pat_";

  /** More than clocks may differ: what expired longer ago is expired for everybody. */
  private static final Duration MARGIN = Duration.ofHours(1);

  /** How long after its end a token is still known as one of ours. */
  private static final Duration KEPT = Duration.ofDays(1);

  private static final String COLUMNS =
      "id, account, digest, name, scopes, audience, acr, auth_time, created, expires, revoked";

  private final Store store;
  private final InstantSource clock;
  private final JwtWriter writer;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final Memory<String, Claims> opaque = new Memory<>(100_000);

  /** Of tokens that end no later, revocations may be missing in memory. */
  private volatile Instant forgotten;

  /** Tokens that end no later may be missing in the store. */
  private Instant removed = Instant.MIN;

  /** The tokens of a store. */
  public Tokens(Store store, JwtWriter writer, InstantSource clock) {
    this.store = store;
    this.writer = writer;
    this.clock = clock;
    store.onChange(news -> {
      switch (news) {
        case Store.Change(Kind kind, String id) when kind == Kind.TOKEN -> {
          revoked.add(id);
          opaque.forgetIf(claims -> claims.id().equals(id));
        }
        case Store.Change _ -> {}
        case Store.Missed _ -> {
          revoked.addAll(revokedAfter(forgotten));
          opaque.forgetAll();
        }
      }
    });
    forgotten = clock.instant().minus(MARGIN);
    revoked.addAll(revokedAfter(forgotten));
  }

  /** A token to hand out, once. */
  public record Issued(String id, String token, Instant expires) {}

  /** Makes a token. Blocks. */
  public Issued issue(Order order) {
    String id = Ids.next("tok_", clock.instant());
    String grant = Ids.next("gra_", clock.instant());
    String token = order.opaque() ? OPAQUE + Ids.key() : writer.write(id, grant, order);
    store.write(rows ->
        rows.update(
            "insert into token(id, account, gid, digest, name, scopes, audience, acr,"
                + " auth_time, created, expires) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            order.user(),
            grant,
            order.opaque() ? Ids.digest(token) : null,
            order.name().orElse(null),
            String.join(" ", order.scopes()),
            String.join(" ", order.audience()),
            order.acr().name(),
            order.authTime().isPresent() ? order.authTime().get() : Rows.NoTime.NONE,
            order.issued(),
            order.expires()));
    return new Issued(id, token, order.expires());
  }

  /** Whether a token was revoked. Never blocks. */
  public boolean isRevoked(String id) {
    return revoked.contains(id);
  }

  /**
   * Whether memory knows each revocation of tokens which end then. It does not where the clock was
   * put back and they had long been over before. Never blocks.
   */
  boolean remembers(Instant expires) {
    return expires.isAfter(forgotten);
  }

  /** Asks the store whether a token is there and not revoked. */
  boolean isGoodInStore(String id) {
    return store.read(rows ->
        rows.first(
                "select id from token where id = ? and revoked is null",
                row -> row.getString(1),
                id)
            .isPresent());
  }

  /** Whether memory may be trusted. */
  public boolean isCurrent() {
    return store.isCurrent();
  }

  /** An opaque token, from memory. */
  public Optional<Claims> recallOpaque(String token) {
    return store.isCurrent() ? opaque.recall(Ids.digest(token)) : Optional.empty();
  }

  /** An opaque token that was not revoked. May block. */
  public Optional<Claims> findOpaque(String token) {
    String digest = Ids.digest(token);
    return store.isCurrent() ? opaque.get(digest, () -> load(digest)) : load(digest);
  }

  /** Asks the store whether a token is revoked, for a node whose memory may be behind. */
  public boolean isRevokedInStore(String id) {
    return store.read(rows ->
        rows.first(
                "select id from token where id = ? and revoked is not null",
                row -> row.getString(1),
                id)
            .isPresent());
  }

  /** Revokes a token by its id; false when there is none that lives. */
  public boolean revoke(String id) {
    Instant now = clock.instant();
    return store.write(rows -> {
      int touched =
          rows.update("update token set revoked = ? where id = ? and revoked is null", now, id);
      if (touched > 0) {
        rows.changed(Kind.TOKEN, id);
      }
      return touched > 0;
    });
  }

  /** Revokes all tokens of a user; returns how many. */
  public int revokeAll(String user) {
    return store.write(rows -> revokeAll(rows, user));
  }

  /** Revokes all tokens of a user, as a part of more; returns how many. */
  public int revokeAll(Rows rows, String user) throws SQLException {
    Instant now = clock.instant();
    List<String> ids =
        rows.all(
            "select id from token where account = ? and revoked is null and expires > ?",
            row -> row.getString(1),
            user,
            now.minus(MARGIN));
    for (String id : ids) {
      rows.update("update token set revoked = ? where id = ?", now, id);
      rows.changed(Kind.TOKEN, id);
    }
    return ids.size();
  }

  /**
   * Removes tokens that expired more than a day ago, and forgets revocations of what is expired for
   * everybody's clock. Blocks.
   */
  public synchronized void sweep() {
    Instant now = clock.instant();
    removed = later(removed, now.minus(KEPT));
    store.writeLater(rows -> rows.update("delete from token where expires < ?", now.minus(KEPT)));
    // A clock that was put back makes good again what memory has forgotten.
    Instant edge = later(removed, now.minus(MARGIN));
    forgotten = later(forgotten, edge);
    // What is revoked while the store is asked is not among those that may be forgotten.
    Set<String> old = new HashSet<>(revoked);
    Set<String> needed = revokedAfter(edge);
    old.removeAll(needed);
    revoked.removeAll(old);
    revoked.addAll(needed);
    forgotten = edge;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** The id of an opaque token, dead ones too. */
  public Optional<String> idOf(String opaqueToken) {
    return store.read(rows ->
        rows.first(
            "select id from token where digest = ?",
            row -> row.getString(1),
            Ids.digest(opaqueToken)));
  }

  /** The living tokens of a user, or of everybody; the newest first. */
  public List<TokenInfo> list(Optional<String> user) {
    Instant now = clock.instant();
    String where = " where expires > ? and revoked is null";
    String order = " order by created desc";
    return store.read(rows ->
        user.isPresent()
            ? rows.all(
                "select " + COLUMNS + " from token" + where + " and account = ?" + order,
                row -> info(row),
                now,
                user.get())
            : rows.all("select " + COLUMNS + " from token" + where + order, row -> info(row), now));
  }

  /**
   * A page of the living tokens of a user, or of everybody; the newest first.
   *
   * @param after the id behind which it begins; empty from the start
   * @param most how many at most
   */
  public List<TokenInfo> page(Optional<String> user, String after, int most) {
    Instant now = clock.instant();
    return store.read(rows ->
        rows.all(
            "select "
                + COLUMNS
                + " from token where expires > ? and revoked is null and (? = '' or account = ?)"
                + " and (? = '' or id < ?) order by id desc limit ?",
            row -> info(row),
            now,
            user.orElse(""),
            user.orElse(""),
            after,
            after,
            most));
  }

  /** A token that lives. */
  public Optional<TokenInfo> living(String id) {
    Instant now = clock.instant();
    return store.read(rows ->
        rows.first(
            "select " + COLUMNS + " from token where id = ? and expires > ? and revoked is null",
            row -> info(row),
            id,
            now));
  }

  private Set<String> revokedAfter(Instant since) {
    return new HashSet<>(
        store.read(rows ->
            rows.all(
                "select id from token where revoked is not null and expires > ?",
                row -> row.getString(1),
                since)));
  }

  private Optional<Claims> load(String digest) {
    return store.read(rows ->
        rows.first(
            "select " + COLUMNS + " from token where digest = ? and revoked is null",
            row -> claims(row),
            digest));
  }

  private static Claims claims(ResultSet row) throws SQLException {
    Instant created = Instant.ofEpochMilli(row.getLong("created"));
    return new Claims(
        row.getString("id"),
        row.getString("account"),
        Set.copyOf(words(row.getString("audience"))),
        words(row.getString("scopes")),
        Acr.valueOf(row.getString("acr")),
        Rows.time(row, "auth_time"),
        Optional.empty(),
        created,
        Instant.ofEpochMilli(row.getLong("expires")));
  }

  private static TokenInfo info(ResultSet row) throws SQLException {
    return new TokenInfo(
        row.getString("id"),
        row.getString("account"),
        row.getString("digest") != null,
        Optional.ofNullable(row.getString("name")),
        words(row.getString("scopes")),
        words(row.getString("audience")),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("expires")),
        Rows.time(row, "revoked"));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }
}
