package dev.doorward.identity.store;

/** The store could not be asked or written: nothing was changed, and nobody can tell. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what happened, for the log. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
