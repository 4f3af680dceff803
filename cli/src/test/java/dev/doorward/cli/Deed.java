package dev.doorward.cli;

/**
 * One line of a client's history: what it asked, and what it was told.
 *
 * @param thing what it is about: a user, a right, a session or a token
 * @param begun of {@link System#nanoTime}, before the first octet was sent
 * @param ended of {@link System#nanoTime}, after the answer was read or given up
 */
record Deed(String thing, What what, long begun, long ended, Answer answer) {
  /** What was asked. */
  enum What {
    /** That the thing be there from now on. Only its owner asks it, one change after the other. */
    MAKE,
    /** That the thing be gone from now on; likewise. */
    END,
    /** Whether the thing lets in, while others may change it. */
    USE,
    /** The same, while nothing of the thing is under way: what is found stands. */
    LOOK
  }

  /** What was told. */
  enum Answer {
    /** A change was done, or the thing let in. */
    YES,
    /** The thing does not let in; said of no change. */
    NO,
    /** A fault: that nobody can tell now (503), or no answer at all. */
    FAULT
  }
}
