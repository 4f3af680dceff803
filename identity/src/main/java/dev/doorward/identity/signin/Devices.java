package dev.doorward.identity.signin;

import dev.doorward.identity.people.User;
import dev.doorward.identity.store.Ids;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Browsers in which a user has signed in before. Guesses made elsewhere do not lock those out
 * (C158).
 */
public final class Devices {
  /** How long a browser stays known. */
  public static final Duration LIFETIME = Duration.ofSeconds(15_552_000);

  /** Of one user; the one that signed in longest ago is forgotten first. */
  private static final int MOST = 20;

  private final Store store;
  private final InstantSource clock;

  /** The devices of a store. */
  public Devices(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The digest by which attempts from that browser are counted, if it is one of that user's. */
  Optional<String> of(Optional<User> user, Optional<String> cookie) {
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    // Asked for nobody too, so that time does not tell who exists (C154).
    String digest = Ids.digest(cookie.get());
    return store.read(rows ->
        rows.first(
            "select digest from device where digest = ? and account = ? and dies > ?",
            row -> row.getString(1),
            digest,
            user.map(User::id).orElse(""),
            clock.instant()));
  }

  /**
   * A browser which a user is to be known by.
   *
   * @param cookie the value of its cookie
   * @param keep makes it known, within what signs the user in
   */
  public record Met(String cookie, Work<?> keep) {}

  /** A browser in which a user signs in. */
  public Met meet(User user) {
    String cookie = Ids.key();
    return new Met(
        cookie,
        rows -> {
          rows.update(
              "delete from device where account = ? and digest not in"
                  + " (select digest from device where account = ? order by dies desc limit ?)",
              user.id(),
              user.id(),
              MOST - 1);
          return rows.update(
              "insert into device(digest, account, dies) values (?, ?, ?)",
              Ids.digest(cookie),
              user.id(),
              clock.instant().plus(LIFETIME));
        });
  }
}
