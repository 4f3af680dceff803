package dev.doorward.identity.signin;

import dev.doorward.core.where.Address;
import dev.doorward.identity.password.Overloaded;
import dev.doorward.identity.password.PasswordRules;
import dev.doorward.identity.password.Passwords;
import dev.doorward.identity.people.User;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.throttle.Throttle;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks a name and a password, form, JSON and Basic alike. Every branch that looks at a password
 * does the same work.
 */
public final class PasswordCheck {
  private final Users users;
  private final Passwords passwords;
  private final Throttle throttle;
  private final Devices devices;

  /** Over these. */
  public PasswordCheck(Users users, Passwords passwords, Throttle throttle, Devices devices) {
    this.users = users;
    this.passwords = passwords;
    this.throttle = throttle;
    this.devices = devices;
  }

  /**
   * Checks. Blocks.
   *
   * @param device the device cookie, if one came along
   * @throws dev.doorward.identity.store.StoreException when nobody can tell
   */
  public SignInResult check(String name, String password, Address from, Optional<String> device) {
    if (passwords.isFull()) {
      return SignInResult.Busy.BUSY; // before the store is asked
    }
    String identifier = Users.canonical(name);
    Optional<User> user = users.byName(identifier);
    Optional<String> named = user.map(User::name);
    Optional<String> known = devices.of(user, device);
    Throttle.Attempt attempt = new Throttle.Attempt(from, identifier, known);
    Optional<Duration> wait = throttle.wait(attempt);
    if (wait.isPresent()) {
      return new SignInResult.Throttled(wait.get(), named);
    }
    boolean right;
    try {
      right =
          passwords.matches(
              user.flatMap(User::password), PasswordRules.canonical(clipped(password)));
    } catch (Overloaded e) {
      return SignInResult.Busy.BUSY;
    }
    wait = throttle.settle(attempt, password, right);
    if (wait.isPresent()) {
      return new SignInResult.Throttled(wait.get(), named);
    }
    if (!right || user.isEmpty()) {
      return new SignInResult.Wrong(named);
    }
    return user.get().state() == User.State.SUSPENDED
        ? new SignInResult.Suspended(user.get())
        : new SignInResult.Right(user.get());
  }

  /** No password is longer, and hashing what is costs more than it should. */
  private static String clipped(String password) {
    return password.length() > 4 * PasswordRules.MOST
        ? password.substring(0, 4 * PasswordRules.MOST)
        : password;
  }
}
