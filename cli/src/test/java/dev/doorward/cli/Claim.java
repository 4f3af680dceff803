package dev.doorward.cli;

/** One thing which a client changes, and what the client knows of it from the answers it got. */
final class Claim {
  /** What is claimed. */
  enum Kind {
    /** That there is a user of that name. */
    USER,
    /** That the user has the role {@code ops}. */
    ROLE,
    /** That a session's key opens. */
    SESSION,
    /** That a token opens. */
    TOKEN
  }

  /** How a thing stands. */
  enum Known {
    THERE,
    GONE,
    /** A change was asked for, and nobody said what came of it. */
    EITHER
  }

  final Kind kind;
  final String user;

  /** The key or the token; empty for users and roles. */
  final String secret;

  /** The id by which it can be revoked, where it has one. */
  String id = "";

  Known known;

  /** Whether it was changed since it was last checked. */
  boolean touched = true;

  Claim(Kind kind, String user, String secret, Known known) {
    this.kind = kind;
    this.user = user;
    this.secret = secret;
    this.known = known;
  }

  boolean is(Kind wanted, Known state) {
    return kind == wanted && known == state;
  }

  /** By which a history names it; secrets are its own and printed nowhere. */
  String thing() {
    return secret.isEmpty()
        ? kind + " of " + user
        : kind + " of " + user + " " + Integer.toHexString(secret.hashCode());
  }

  @Override
  public String toString() {
    return kind + " of " + user + (id.isEmpty() ? "" : " " + id) + ": " + known;
  }
}
