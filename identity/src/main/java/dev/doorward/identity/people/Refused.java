package dev.doorward.identity.people;

/** A change which is not possible, with a sentence that says why and what to do. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What a program that asked can make of it. */
  public enum Kind {
    /** What was asked for is wrong. */
    INVALID,
    /** Nothing is known by that id or name. */
    UNKNOWN,
    /** Something else has that name. */
    TAKEN,
    /** It is so already. */
    ALREADY,
    /** Not now. */
    BUSY
  }

  /** What was asked for is wrong, says that sentence. */
  public Refused(String message) {
    this(Kind.INVALID, message);
  }

  /** With that sentence. */
  public Refused(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** What a program that asked can make of it. */
  public Kind kind() {
    return kind;
  }
}
