package dev.doorward.client;

/** Any other problem: the request must be mended (4xx), or something broke (5xx). */
public final class RefusedException extends ProblemException {
  private static final long serialVersionUID = 1;

  RefusedException(Problem problem) {
    super(problem);
  }
}
