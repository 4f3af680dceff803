package dev.doorward.servlet;

import dev.doorward.core.may.Reason;
import dev.doorward.core.verdict.Verdict;

/** The application itself refuses a request which its route allowed; the filter answers it. */
public final class AccessRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Verdict verdict;

  AccessRefused(Verdict verdict) {
    super(
        "refused: " + verdict.decision().reason().map(Reason::word).orElse("none"),
        null,
        false,
        false);
    this.verdict = verdict;
  }

  Verdict verdict() {
    return verdict;
  }
}
