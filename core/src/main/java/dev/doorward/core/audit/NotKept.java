package dev.doorward.core.audit;

/** The audit log cannot be written. */
public final class NotKept extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what is wrong and what to do. */
  public NotKept(String message) {
    super(message);
  }
}
