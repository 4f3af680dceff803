package dev.doorward.identity.session;

import dev.doorward.identity.people.User;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.store.Rows;
import dev.doorward.identity.store.Store;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A new password, or the end of an account, and with it in one transaction the end of what the old
 * one let in: a crash leaves no session or token of a password that is no more (C357).
 */
public final class Endings {
  private final Store store;
  private final Users users;
  private final TokensOf tokens;

  /** Over these. */
  public Endings(Store store, Users users, TokensOf tokens) {
    this.store = store;
    this.users = users;
    this.tokens = tokens;
  }

  /** The tokens of a user, whoever issues them. */
  @FunctionalInterface
  public interface TokensOf {
    /** Revokes them all; returns how many. */
    int revokeAll(Rows rows, String user) throws SQLException;
  }

  /** Sets a new password hash, and ends every session and token of the user. */
  public void setPassword(String user, String hash, boolean mustChange) {
    store.write(rows -> {
      users.setPassword(rows, user, hash, mustChange);
      return end(rows, user, Optional.empty());
    });
  }

  /**
   * Sets the new password hash which a user chose, and ends every token and session but his own,
   * which goes on under a new key.
   *
   * @return that key; empty when the session has ended meanwhile, and then nothing was changed
   */
  public Optional<String> setPassword(Key current, String hash) {
    return store.write(rows -> {
      Optional<String> fresh = Sessions.rotate(rows, current);
      if (fresh.isPresent()) {
        users.setPassword(rows, current.user(), hash, false);
        end(rows, current.user(), Optional.of(current.session()));
      }
      return fresh;
    });
  }

  /** Removes a user, and ends every session and token; false when the user was removed already. */
  public boolean remove(String user) {
    return store.write(rows -> {
      boolean removed = users.setState(rows, user, User.State.REMOVED);
      end(rows, user, Optional.empty());
      return removed;
    });
  }

  private int end(Rows rows, String user, Optional<String> but) throws SQLException {
    return Sessions.endAll(rows, user, but) + tokens.revokeAll(rows, user);
  }
}
