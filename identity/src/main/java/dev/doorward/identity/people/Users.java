package dev.doorward.identity.people;

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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The users. What is changed here is obeyed by the very next request. */
public final class Users {
  private static final int LONGEST = 64;
  private static final Pattern NAME = Pattern.compile("[a-z0-9._@-]{1,64}");
  private static final Duration NAME_RESTS = Duration.ofDays(30);
  private static final String COLUMNS =
      "id, name, display, email, state, password, must_change, created";

  private final Store store;
  private final InstantSource clock;
  private final Memory<String, User> byId = new Memory<>(100_000);

  /** The users of a store. */
  public Users(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    store.onChange(news -> {
      switch (news) {
        case Store.Change(Kind kind, String id) when kind == Kind.USER -> byId.forget(id);
        case Store.Change _ -> {}
        case Store.Missed _ -> byId.forgetAll();
      }
    });
  }

  /**
   * The form in which names are kept and compared. What is longer than any name stands as it is: to
   * find the small letters of a long text can take the JDK seconds.
   */
  public static String canonical(String name) {
    String stripped = name.strip();
    return stripped.length() > LONGEST ? stripped : stripped.toLowerCase(Locale.ROOT);
  }

  /** From memory, without blocking; empty when the store must be asked. */
  public Optional<User> recall(String id) {
    return store.isCurrent() ? byId.recall(id) : Optional.empty();
  }

  /** Of that id, removed ones too. May block. */
  public Optional<User> byId(String id) {
    return store.isCurrent()
        ? byId.get(id, () -> store.read(rows -> load(rows, "id = ?", id)))
        : store.read(rows -> load(rows, "id = ?", id));
  }

  /**
   * Of that name, unless removed. Blocks: the store is asked the same for every name, so that time
   * does not tell which ones are known (C154).
   */
  public Optional<User> byName(String name) {
    String canonical = canonical(name);
    if (!NAME.matcher(canonical).matches()) {
      return Optional.empty();
    }
    return store.read(rows -> load(rows, "state <> 'REMOVED' and name = ?", canonical));
  }

  /** All but the removed, by name. */
  public List<User> all() {
    return store.read(rows -> {
      List<User> users =
          rows.all(
              "select " + COLUMNS + " from account where state <> 'REMOVED' order by name",
              row -> bare(row));
      List<User> full = new java.util.ArrayList<>();
      for (User user : users) {
        full.add(user.withRoles(roles(rows, user.id())));
      }
      return full;
    });
  }

  /**
   * A page of all but the removed, by id and so by age, the oldest first.
   *
   * @param after the id behind which it begins; empty from the start
   * @param most how many at most
   */
  public List<User> page(String after, int most) {
    return store.read(rows -> {
      List<User> full = new java.util.ArrayList<>();
      for (User user :
          rows.all(
              "select "
                  + COLUMNS
                  + " from account where state <> 'REMOVED' and id > ? order by id limit ?",
              row -> bare(row),
              after,
              most)) {
        full.add(user.withRoles(roles(rows, user.id())));
      }
      return full;
    });
  }

  /**
   * Adds a user.
   *
   * @param password the hash, if there is a password
   * @throws Refused when the name is taken, rests, or is no name
   */
  public User add(
      String name,
      Optional<String> display,
      Optional<String> email,
      Collection<String> roles,
      Optional<String> password,
      boolean mustChange) {
    String canonical = canonical(name);
    if (!NAME.matcher(canonical).matches()) {
      throw new Refused(
          "\"%s\" is not a user name; use 1 to 64 of a-z 0-9 . _ @ -".formatted(name));
    }
    Instant now = clock.instant();
    String id = Ids.next("usr_", now);
    return store.write(rows -> {
      Optional<String> taken =
          rows.first(
              "select state from account where name = ?"
                  + " and (state <> 'REMOVED' or removed > ?)",
              row -> row.getString(1),
              canonical,
              now.minus(NAME_RESTS));
      if (taken.isPresent()) {
        throw new Refused(
            Refused.Kind.TAKEN,
            taken.get().equals("REMOVED")
                ? "the name %s was removed less than 30 days ago; use another".formatted(canonical)
                : "there is a user %s already".formatted(canonical));
      }
      rows.update(
          "insert into account(id, name, display, email, state, password, must_change, created)"
              + " values (?, ?, ?, ?, 'ACTIVE', ?, ?, ?)",
          id,
          canonical,
          display.orElse(null),
          email.orElse(null),
          password.orElse(null),
          mustChange,
          now);
      for (String role : roles.stream().distinct().toList()) {
        rows.update("insert into account_role(account, role) values (?, ?)", id, role);
      }
      rows.changed(Kind.USER, id);
      return load(rows, "id = ?", id).orElseThrow();
    });
  }

  /** Sets a new password hash. Sessions and tokens are the caller's to end. */
  public void setPassword(String id, String hash, boolean mustChange) {
    store.write(rows -> setPassword(rows, id, hash, mustChange));
  }

  /** Sets a new password hash, as a part of more; false when there is no such user. */
  public boolean setPassword(Rows rows, String id, String hash, boolean mustChange)
      throws SQLException {
    return changed(
        rows,
        id,
        rows.update(
            "update account set password = ?, must_change = ? where id = ?"
                + " and state <> 'REMOVED'",
            hash,
            mustChange,
            id));
  }

  /** Has the user choose a new password at the next sign-in (C121). */
  public void requireNewPassword(String id) {
    store.write(rows ->
        changed(rows, id, rows.update("update account set must_change = 1 where id = ?", id)));
  }

  /**
   * What is to become of an account; what is empty stays. An empty text removes what is there.
   *
   * @param state suspended or active
   */
  public record Change(
      Optional<User.State> state, Optional<String> display, Optional<String> email) {}

  /** Changes an account, in one transaction; empty when there is none. */
  public Optional<User> change(String id, Change change) {
    return store.write(rows -> {
      Optional<User> user =
          load(rows, "id = ?", id).filter(found -> found.state() != User.State.REMOVED);
      if (user.isEmpty()) {
        return user;
      }
      User was = user.get();
      Optional<String> display = change.display().or(was::display).filter(text -> !text.isEmpty());
      Optional<String> email = change.email().or(was::email).filter(text -> !text.isEmpty());
      rows.update(
          "update account set state = ?, display = ?, email = ? where id = ?",
          change.state().orElse(was.state()).name(),
          display.orElse(null),
          email.orElse(null),
          id);
      rows.changed(Kind.USER, id);
      return load(rows, "id = ?", id);
    });
  }

  /** Suspends, resumes or removes an account; returns false when it stood so already. */
  public boolean setState(String id, User.State state) {
    return store.write(rows -> setState(rows, id, state));
  }

  /** Suspends, resumes or removes an account, as a part of more. */
  public boolean setState(Rows rows, String id, User.State state) throws SQLException {
    int touched =
        state == User.State.REMOVED
            ? rows.update(
                "update account set state = ?, removed = ?, password = null"
                    + " where id = ? and state <> 'REMOVED'",
                state.name(),
                clock.instant(),
                id)
            : rows.update(
                "update account set state = ? where id = ? and state <> ?"
                    + " and state <> 'REMOVED'",
                state.name(),
                id,
                state.name());
    return changed(rows, id, touched);
  }

  /** Gives a role; returns false when the user has it already. */
  public boolean grant(String id, String role) {
    return store.write(rows -> {
      boolean has =
          rows.first(
                  "select role from account_role where account = ? and role = ?",
                  row -> row.getString(1),
                  id,
                  role)
              .isPresent();
      if (!has) {
        rows.update("insert into account_role(account, role) values (?, ?)", id, role);
        rows.changed(Kind.USER, id);
      }
      return !has;
    });
  }

  /** Takes a role away; returns false when the user does not have it. */
  public boolean revoke(String id, String role) {
    return store.write(rows -> {
      int touched =
          rows.update("delete from account_role where account = ? and role = ?", id, role);
      return changed(rows, id, touched);
    });
  }

  private static boolean changed(Rows rows, String id, int touched) throws SQLException {
    if (touched > 0) {
      rows.changed(Kind.USER, id);
    }
    return touched > 0;
  }

  private static Optional<User> load(Rows rows, String where, String value) throws SQLException {
    Optional<User> user =
        rows.first("select " + COLUMNS + " from account where " + where, row -> bare(row), value);
    List<String> roles = roles(rows, user.map(User::id).orElse(""));
    return user.map(found -> found.withRoles(roles));
  }

  private static User bare(ResultSet row) throws SQLException {
    return new User(
        row.getString("id"),
        row.getString("name"),
        Optional.ofNullable(row.getString("display")),
        Optional.ofNullable(row.getString("email")),
        User.State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("password")),
        row.getInt("must_change") != 0,
        Instant.ofEpochMilli(row.getLong("created")),
        List.of());
  }

  private static List<String> roles(Rows rows, String id) throws SQLException {
    return rows.all(
        "select role from account_role where account = ? order by role",
        row -> row.getString(1),
        id);
  }
}
