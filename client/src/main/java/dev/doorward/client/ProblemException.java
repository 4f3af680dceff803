package dev.doorward.client;

/**
 * Doorward answered instead of the application, and the client could not mend it by itself. What
 * would help tells the subtype.
 */
public abstract sealed class ProblemException extends Exception
    permits UnauthenticatedException,
        StepUpRequiredException,
        ForbiddenException,
        TryLaterException,
        RefusedException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.status() + " " + problem.name() + ", request " + problem.requestId());
    this.problem = problem;
  }

  /** What Doorward said. */
  public final Problem problem() {
    return problem;
  }

  static ProblemException of(Problem problem, RetryAfter after) {
    return switch (problem.status()) {
      case 401 ->
          problem.name().equals("insufficient_user_authentication")
              ? new StepUpRequiredException(problem)
              : new UnauthenticatedException(problem);
      case 403 -> new ForbiddenException(problem);
      case 429, 503 -> new TryLaterException(problem, after.pause());
      default -> new RefusedException(problem);
    };
  }
}
