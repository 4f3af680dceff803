package dev.doorward.identity.session;

import dev.doorward.core.who.Acr;
import dev.doorward.identity.store.Ids;
import dev.doorward.identity.store.Kind;
import dev.doorward.identity.store.Memory;
import dev.doorward.identity.store.Rows;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The sessions. The store keeps digests of keys only. */
public final class Sessions {
  private static final String FIND =
      "select k.session, s.account, k.host, k.acr, k.auth_time, s.idle, s.dies, k.dies as key_dies,"
          + " s.last_used from session_key k join session s on s.id = k.session where k.digest = ?";
  private static final String LIST =
      "select id, account, created, last_used, idle, dies, auth_time, remember, address, agent"
          + " from session";

  private final Store store;
  private final InstantSource clock;
  private volatile Lifetimes lifetimes;
  private final Memory<String, Key> byDigest = new Memory<>(200_000);

  /** The sessions of a store. */
  public Sessions(Store store, InstantSource clock, Lifetimes lifetimes) {
    this.store = store;
    this.clock = clock;
    this.lifetimes = lifetimes;
    store.onChange(news -> {
      switch (news) {
        case Store.Change(Kind kind, String id) when kind == Kind.SESSION ->
            byDigest.forgetIf(key -> key.session().equals(id));
        case Store.Change _ -> {}
        case Store.Missed _ -> byDigest.forgetAll();
      }
    });
  }

  /** Lifetimes of sessions that begin from now on. */
  public void setLifetimes(Lifetimes lifetimes) {
    this.lifetimes = lifetimes;
  }

  /** A new key, to be shown to nobody but the browser, and what it opens. */
  public record Opened(String key, Session session) {}

  /** Begins a session with a key on one host. */
  public Opened open(
      String user, String host, Acr acr, boolean remember, String address, String agent) {
    return openIf(_ -> true, user, host, acr, remember, address, agent, _ -> null).orElseThrow();
  }

  /**
   * Begins a session, unless the password which was checked is the user's no more: a sign-in that
   * waited while the password changed must not outlive the change (C357).
   *
   * @param passwordHash the hash against which the password was right
   * @param along what else is written where a session begins, in the same transaction
   */
  public Optional<Opened> openIfStill(
      String passwordHash,
      String user,
      String host,
      Acr acr,
      boolean remember,
      String address,
      String agent,
      Work<?> along) {
    return openIf(
        rows ->
            rows.first(
                    "select id from account where id = ? and password = ? and state <> 'REMOVED'",
                    row -> row.getString(1),
                    user,
                    passwordHash)
                .isPresent(),
        user,
        host,
        acr,
        remember,
        address,
        agent,
        along);
  }

  private Optional<Opened> openIf(
      Work<Boolean> condition,
      String user,
      String host,
      Acr acr,
      boolean remember,
      String address,
      String agent,
      Work<?> along) {
    Instant now = clock.instant();
    Lifetimes l = lifetimes;
    Session session =
        new Session(
            Ids.next("ses_", now),
            user,
            now,
            now,
            remember ? l.rememberIdle() : l.idle(),
            now.plus(remember ? l.rememberAbsolute() : l.absolute()),
            now,
            remember,
            address,
            agent.length() > 300 ? agent.substring(0, 300) : agent);
    String key = Ids.key();
    boolean opened =
        store.write(rows -> {
          if (!condition.on(rows)) {
            return false;
          }
          rows.update(
              "insert into session(id, account, created, last_used, idle, dies, auth_time,"
                  + " remember, address, agent) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              session.id(),
              user,
              now,
              now,
              session.idle().toMillis(),
              session.dies(),
              now,
              remember,
              address,
              session.agent());
          insertKey(rows, key, session.id(), host, acr, now);
          along.on(rows);
          return true;
        });
    return opened ? Optional.of(new Opened(key, session)) : Optional.empty();
  }

  /**
   * One more key to a session, for another host; empty when the key by which somebody asked for it
   * is good no more (C357).
   *
   * @param asking the digest of that key
   */
  public Optional<Opened> addKey(String asking, String host, Acr acr, Instant authTime) {
    String key = Ids.key();
    return store.write(rows -> {
      Optional<Session> session =
          rows.first(
              LIST + " where id = (select session from session_key where digest = ?)",
              row -> session(row),
              asking);
      if (session.isPresent()) {
        insertKey(rows, key, session.get().id(), host, acr, authTime);
      }
      return session.map(s -> new Opened(key, s));
    });
  }

  /** From memory, without blocking; empty when the store must be asked. */
  public Optional<Key> recall(String key, String host) {
    return store.isCurrent()
        ? byDigest.recall(Ids.digest(key)).flatMap(found -> used(found, host))
        : Optional.empty();
  }

  /** What a key opens on that host, if anything. May block. */
  public Optional<Key> find(String key, String host) {
    String digest = Ids.digest(key);
    Optional<Key> found =
        store.isCurrent()
            ? byDigest.get(digest, () -> store.read(rows -> load(rows, digest)))
            : store.read(rows -> load(rows, digest));
    if (found.filter(k -> !k.isAlive(clock.instant())).isPresent()) {
      // The session may have been used by another key of it, or on another node.
      byDigest.forget(digest);
      found = store.read(rows -> load(rows, digest));
    }
    return found.flatMap(k -> used(k, host));
  }

  /** Ends a session, and with it every key on every host; false when there was none. */
  public boolean end(String session) {
    return store.write(rows -> end(rows, session));
  }

  /**
   * Ends a session at the wish of another of the same user, or at its own; false when the one that
   * asks has ended meanwhile, and then nothing is done.
   */
  public boolean endFor(Key asking, String session) {
    return store.write(rows -> {
      boolean lives = lives(rows, asking);
      if (lives) {
        end(rows, session);
      }
      return lives;
    });
  }

  /** Ends all sessions of a user but the one that asks; false, and none, when that has ended. */
  public boolean endOthers(Key asking) {
    return store.write(rows -> {
      boolean lives = lives(rows, asking);
      if (lives) {
        endAll(rows, asking.user(), Optional.of(asking.session()));
      }
      return lives;
    });
  }

  private static boolean lives(Rows rows, Key key) throws SQLException {
    return rows.first("select id from session where id = ?", row -> row.getString(1), key.session())
        .isPresent();
  }

  static int endAll(Rows rows, String user, Optional<String> but) throws SQLException {
    int ended = 0;
    for (String id :
        rows.all("select id from session where account = ?", row -> row.getString(1), user)) {
      if (!id.equals(but.orElse("")) && end(rows, id)) {
        ended++;
      }
    }
    return ended;
  }

  /**
   * Gives the session that goes on a new key on one host and ends its others (C357); empty when it
   * has ended meanwhile.
   */
  static Optional<String> rotate(Rows rows, Key key) throws SQLException {
    if (!lives(rows, key)) {
      return Optional.empty();
    }
    String fresh = Ids.key();
    rows.update("delete from session_key where session = ?", key.session());
    insertKey(rows, fresh, key.session(), key.host(), key.acr(), key.authTime());
    rows.changed(Kind.SESSION, key.session());
    return Optional.of(fresh);
  }

  /** The living sessions of a user, or of everybody; the newest first. */
  public List<Session> list(Optional<String> user) {
    Instant now = clock.instant();
    String alive = " where dies > ? and last_used + idle > ?";
    return store.read(rows ->
        user.isPresent()
            ? rows.all(
                LIST + alive + " and account = ? order by created desc",
                row -> session(row),
                now,
                now,
                user.get())
            : rows.all(LIST + alive + " order by created desc", row -> session(row), now, now));
  }

  /**
   * A page of the living sessions of a user, or of everybody; the newest first.
   *
   * @param after the id behind which it begins; empty from the start
   * @param most how many at most
   */
  public List<Session> page(Optional<String> user, String after, int most) {
    Instant now = clock.instant();
    return store.read(rows ->
        rows.all(
            LIST
                + " where dies > ? and last_used + idle > ? and (? = '' or account = ?)"
                + " and (? = '' or id < ?) order by id desc limit ?",
            row -> session(row),
            now,
            now,
            user.orElse(""),
            user.orElse(""),
            after,
            after,
            most));
  }

  /** A session that lives. */
  public Optional<Session> living(String id) {
    Instant now = clock.instant();
    return byId(id).filter(s -> s.dies().isAfter(now) && s.lastUsed().plus(s.idle()).isAfter(now));
  }

  /** How many sessions live. */
  public long count() {
    Instant now = clock.instant();
    return store
        .read(rows ->
            rows.first(
                "select count(*) from session where dies > ? and last_used + idle > ?",
                row -> row.getLong(1),
                now,
                now))
        .orElse(0L);
  }

  /** One session, alive or not yet swept away. */
  public Optional<Session> byId(String id) {
    return store.read(rows -> rows.first(LIST + " where id = ?", row -> session(row), id));
  }

  /** Removes what is over, with room for uses that were not written yet. */
  public void sweep() {
    Instant now = clock.instant().minusSeconds(120);
    store.writeLater(rows -> {
      rows.update(
          "delete from session_key where session in"
              + " (select id from session where dies < ? or last_used + idle < ?)",
          now,
          now);
      rows.update("delete from session where dies < ? or last_used + idle < ?", now, now);
      rows.update("delete from device where dies < ?", now);
      // What the store knows no more nobody could end, were the clock put back.
      byDigest.forgetIf(key -> !key.isAlive(now));
      return null;
    });
  }

  private Optional<Key> used(Key key, String host) {
    Instant now = clock.instant();
    if (!key.host().equals(host) || !key.isAlive(now)) {
      return Optional.empty();
    }
    if (key.use(now)) {
      store.writeLater(rows ->
          rows.update(
              "update session set last_used = ? where id = ? and (last_used < ? or last_used > ?)",
              now,
              key.session(),
              now,
              now.plus(Key.MINUTE)));
    }
    return Optional.of(key);
  }

  private static boolean end(Rows rows, String session) throws SQLException {
    rows.update("delete from session_key where session = ?", session);
    int touched = rows.update("delete from session where id = ?", session);
    if (touched > 0) {
      rows.changed(Kind.SESSION, session);
    }
    return touched > 0;
  }

  private static void insertKey(
      Rows rows, String key, String session, String host, Acr acr, Instant authTime)
      throws SQLException {
    rows.update(
        "insert into session_key(digest, session, host, acr, auth_time) values (?, ?, ?, ?, ?)",
        Ids.digest(key),
        session,
        host,
        acr.name(),
        authTime);
  }

  private static Optional<Key> load(Rows rows, String digest) throws SQLException {
    return rows.first(
        FIND,
        row ->
            new Key(
                row.getString("session"),
                row.getString("account"),
                row.getString("host"),
                Acr.valueOf(row.getString("acr")),
                Instant.ofEpochMilli(row.getLong("auth_time")),
                Duration.ofMillis(row.getLong("idle")),
                Instant.ofEpochMilli(row.getLong("dies")),
                Rows.time(row, "key_dies"),
                Instant.ofEpochMilli(row.getLong("last_used"))),
        digest);
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(
        row.getString("id"),
        row.getString("account"),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("last_used")),
        Duration.ofMillis(row.getLong("idle")),
        Instant.ofEpochMilli(row.getLong("dies")),
        Instant.ofEpochMilli(row.getLong("auth_time")),
        row.getInt("remember") != 0,
        row.getString("address"),
        row.getString("agent"));
  }
}
