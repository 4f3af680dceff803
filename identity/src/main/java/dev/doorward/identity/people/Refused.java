package dev.doorward.identity.people;

/** A change which is not possible, with a sentence that says why and what to do. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With that sentence. */
  public Refused(String message) {
    super(message, null, false, false);
  }
}
