package dev.doorward.cli;

/** A command could not be done; the message says what happened and what to do. */
final class Failed extends RuntimeException {
  private static final long serialVersionUID = 1;

  Failed(String message) {
    super(message, null, false, false);
  }
}
