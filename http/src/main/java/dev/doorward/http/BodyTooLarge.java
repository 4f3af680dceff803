package dev.doorward.http;

/** The content of a request is larger than the caller would take. */
public final class BodyTooLarge extends Exception {
  private static final long serialVersionUID = 1L;

  private final int limit;

  public BodyTooLarge(int limit) {
    super("content larger than " + limit + " octets", null, false, false);
    this.limit = limit;
  }

  /** In octets. */
  public int limit() {
    return limit;
  }
}
