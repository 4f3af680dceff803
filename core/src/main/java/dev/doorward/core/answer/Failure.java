package dev.doorward.core.answer;

/** What befalls a request after its verdict, or instead of one. */
public enum Failure {
  INTERNAL(500, ProblemType.INTERNAL_ERROR),
  /** What was asked for cannot be beside what is there. */
  CONFLICT(409, ProblemType.CONFLICT),
  NO_UPSTREAM(404, ProblemType.NO_UPSTREAM),
  UNREACHABLE(502, ProblemType.UPSTREAM_UNREACHABLE),
  TIMED_OUT(504, ProblemType.UPSTREAM_TIMEOUT);

  private final int status;
  private final ProblemType type;

  Failure(int status, ProblemType type) {
    this.status = status;
    this.type = type;
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** What the document says. */
  public ProblemType type() {
    return type;
  }
}
