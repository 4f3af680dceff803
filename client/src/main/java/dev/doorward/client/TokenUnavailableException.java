package dev.doorward.client;

import java.io.IOException;

/** The caller's {@link TokenSource} or {@link StepUpSource} gave no token; the cause says why. */
public final class TokenUnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  TokenUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
