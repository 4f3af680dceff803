package dev.doorward.client;

/** 401: even a fresh token was not accepted. Sign in again. */
public final class UnauthenticatedException extends ProblemException {
  private static final long serialVersionUID = 1;

  UnauthenticatedException(Problem problem) {
    super(problem);
  }
}
