package dev.doorward.core.may;

import dev.doorward.core.who.Roles;

/**
 * Something a route asks for, and which roles have it.
 *
 * @param name the role, permission or scope as the file spells it; alternatives by {@code ", "}
 */
public record Right(Kind kind, String name, Roles heldBy) {
  /** What was asked for. */
  public enum Kind {
    ROLE,
    PERMISSION,
    /** A scope that is spelled like a declared permission. */
    SCOPE,
    /** A permission which the application's own rule did not give for the very thing asked. */
    RULE
  }
}
