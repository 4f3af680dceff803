package dev.doorward.client;

/** 401: a stronger or fresher sign-in is required, and there was none to be had. */
public final class StepUpRequiredException extends ProblemException {
  private static final long serialVersionUID = 1;

  StepUpRequiredException(Problem problem) {
    super(problem);
  }

  /** What the sign-in must be like. */
  public StepUp wanted() {
    return problem().stepUp();
  }
}
