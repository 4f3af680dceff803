package dev.doorward.identity.people;

import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Standing;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.Subject;

/** A user as the judge knows him. */
public final class Standings {
  private Standings() {}

  /** Suspension comes before duties. */
  public static Standing of(User user) {
    if (user.state() == User.State.SUSPENDED) {
      return Reason.Bar.SUSPENDED;
    }
    return user.mustChange() ? Reason.Bar.NEW_PASSWORD_DUE : Standing.Good.GOOD;
  }

  /** Id and name. */
  public static Subject subject(User user) {
    return new Subject(user.id(), user.name());
  }

  /** The roles of the record. */
  public static Roles roles(User user) {
    return Roles.of(user.roles());
  }
}
