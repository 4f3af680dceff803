package dev.doorward.face;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Audit;
import dev.doorward.face.audit.AuditLog;
import dev.doorward.face.shared.Mind;
import dev.doorward.identity.password.PasswordRules;
import dev.doorward.identity.password.Passwords;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.session.Endings;
import dev.doorward.identity.session.Lifetimes;
import dev.doorward.identity.session.Sessions;
import dev.doorward.identity.signin.Devices;
import dev.doorward.identity.signin.LoopGuard;
import dev.doorward.identity.signin.PasswordCheck;
import dev.doorward.identity.signin.PeopleIdentify;
import dev.doorward.identity.store.Database;
import dev.doorward.identity.store.JdbcStore;
import dev.doorward.identity.store.Postgres;
import dev.doorward.identity.store.Sqlite;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.StoreException;
import dev.doorward.identity.throttle.Rate;
import dev.doorward.identity.throttle.Throttle;
import dev.doorward.oauth.key.KeyFile;
import dev.doorward.oauth.key.Keys;
import dev.doorward.oauth.token.JwtReader;
import dev.doorward.oauth.token.JwtWriter;
import dev.doorward.oauth.token.TokenIdentify;
import dev.doorward.oauth.token.Tokens;
import dev.doorward.portal.House;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Everything that stands behind the door, opened from settings. */
public final class Services implements AutoCloseable {
  private final Optional<AuditLog> auditLog;
  private final Store store;
  private final House house;
  private final Sessions sessions;
  private final Throttle throttle;
  private final TokenIdentify tokenIdentify;
  private final Mind mind;

  private Services(Settings s, InstantSource clock, Gauges gauges) throws IOException {
    KeyFile seal = KeyFile.at(s.file().resolveSibling("doorward.key"));
    auditLog =
        s.audit().isPresent() ? Optional.of(AuditLog.open(s.audit().get())) : Optional.empty();
    try {
      store = gauges.store(JdbcStore.open(database(s.store()), 2));
    } catch (RuntimeException e) {
      auditLog.ifPresent(AuditLog::close);
      throw e;
    }
    try {
      Users users = new Users(store, clock);
      sessions = new Sessions(store, clock, lifetimes(s));
      Passwords passwords = new Passwords(s.passwords().parallel(), s.passwords().queue());
      throttle = new Throttle(clock, rules(s));
      Devices devices = new Devices(store, clock);
      PasswordCheck check = new PasswordCheck(users, passwords, throttle, devices);
      LoopGuard loops = new LoopGuard(clock);
      Keys keys = new Keys(store, seal, clock);
      String issuer = s.origin().toString();
      Tokens tokens = new Tokens(store, new JwtWriter(keys, issuer), clock);
      tokenIdentify =
          new TokenIdentify(
              tokens, new JwtReader(keys, issuer), users, throttle, s.tokens().leeway());
      PeopleIdentify people = new PeopleIdentify(users, sessions, check, loops, clock);
      mind = new Mind(people, tokenIdentify, s.origin());
      house =
          new House(
              users,
              sessions,
              new Endings(store, users, tokens::revokeAll),
              passwords,
              new PasswordRules(s.passwords().min()),
              check,
              devices,
              loops,
              tokens,
              keys,
              gauges.audit(auditLog.<Audit>map(log -> log).orElse(Audit.NONE)),
              clock);
    } catch (RuntimeException e) {
      auditLog.ifPresent(AuditLog::close);
      store.close();
      throw e;
    }
  }

  /**
   * Opens them.
   *
   * @throws IOException when the key file or the audit log cannot be used
   * @throws dev.doorward.identity.store.StoreException when the store cannot be opened
   */
  public static Services open(Settings settings, InstantSource clock) throws IOException {
    return open(settings, clock, new Gauges() {});
  }

  /** As {@link #open(Settings, InstantSource)}, with what is measured. */
  public static Services open(Settings settings, InstantSource clock, Gauges gauges)
      throws IOException {
    return new Services(settings, clock, gauges);
  }

  /** What is put before the store and the audit log to measure them. */
  public interface Gauges {
    /** The store, measured. */
    default Store store(Store store) {
      return store;
    }

    /** The audit log, measured. */
    default Audit audit(Audit audit) {
      return audit;
    }
  }

  /** What the portal and commands work with. */
  public House house() {
    return house;
  }

  /** Who it is. */
  public Mind mind() {
    return mind;
  }

  /** Where data is kept. */
  public Store store() {
    return store;
  }

  /** Whether the store answers. Asks it. */
  public boolean isStoreReachable() {
    try {
      store.read(rows -> rows.first("select 1", row -> row.getInt(1)));
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  /** Removes what is long over. Blocks. */
  public void sweep() {
    sessions.sweep();
    store.sweep();
    house.tokens().sweep();
    house.keys().sweep();
  }

  /** The audit log, where there is one. */
  public Optional<AuditLog> auditLog() {
    return auditLog;
  }

  /** Takes over what may change while a server runs. */
  public void adopt(Settings s) {
    sessions.setLifetimes(lifetimes(s));
    throttle.setRules(rules(s));
    tokenIdentify.setLeeway(s.tokens().leeway());
  }

  @Override
  public void close() {
    house.passwords().close();
    store.close();
    auditLog.ifPresent(AuditLog::close);
  }

  private static Database database(Settings.StoreAt at) {
    return switch (at) {
      case Settings.StoreAt.Sqlite(var file) -> Sqlite.at(file);
      case Settings.StoreAt.Postgres(var url) -> new Postgres(url, 6, Duration.ofSeconds(3));
    };
  }

  private static Lifetimes lifetimes(Settings s) {
    Settings.Session l = s.session();
    return new Lifetimes(l.idle(), l.absolute(), l.rememberIdle(), l.rememberAbsolute());
  }

  /** How guesses are counted by these settings. */
  public static Throttle.Rules rules(Settings s) {
    Settings.Throttle t = s.throttle();
    return new Throttle.Rules(
        rate(t.pair()), rate(t.user()), rate(t.address()), rate(t.tokens()), t.exempt());
  }

  private static Rate rate(Settings.Rate rate) {
    return new Rate(rate.count(), rate.window());
  }
}
