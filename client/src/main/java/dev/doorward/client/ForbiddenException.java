package dev.doorward.client;

/**
 * 403: credentials are not the problem, or they are fine and still not enough. Do not repeat; with
 * {@code insufficient_scope} a token with all of {@link Problem#scopes()} would help.
 */
public final class ForbiddenException extends ProblemException {
  private static final long serialVersionUID = 1;

  ForbiddenException(Problem problem) {
    super(problem);
  }
}
