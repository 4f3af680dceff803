package dev.doorward.core.who;

/**
 * What a request presents. Presented, broken and none are three types: nobody checks a broken one.
 */
public sealed interface Credential {
  /** The scheme it came by, where there is one. */
  default boolean isToken() {
    return this instanceof Bearer;
  }

  /** Nothing that this route takes. */
  enum None implements Credential {
    /** Not looked at. */
    UNREAD,
    /** There is none. */
    NOTHING,
    /** Only a scheme which the route does not take (RFC 6750 §3.1; C044). */
    FOREIGN_SCHEME,
    /** Two cookies of our name: one of them may be planted (RFC 6265bis §8.6; C058). */
    TWO_COOKIES;

    /** What the client needs back. */
    public Upkeep upkeep() {
      return this == TWO_COOKIES ? Upkeep.MAY_CLEAR : Upkeep.NONE;
    }
  }

  /** Against the grammar: 400, nobody is judged (C038–C043). */
  enum Broken implements Credential {
    TWO_HEADERS,
    NO_TOKEN,
    NOT_TOKEN68,
    NO_SCHEME
  }

  /** Something to verify. */
  sealed interface Presented extends Credential {}

  /** A browser sends it unasked, so a forged request carries it too. */
  sealed interface Ambient extends Presented {}

  /** The key in our cookie. */
  record Session(Secret key) implements Ambient {}

  /** A Basic pair, not decoded: a broken pair is a wrong one (C045). */
  record Basic(Secret pair) implements Ambient {}

  /** RFC 6750 §2.1. */
  record Bearer(Secret token) implements Presented {}
}
