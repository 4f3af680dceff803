package dev.doorward.identity.password;

/** The pool and its queue are full: nothing was checked (C243). */
public final class Overloaded extends Exception {
  private static final long serialVersionUID = 1;

  Overloaded() {
    super("too many passwords at once", null, false, false);
  }
}
