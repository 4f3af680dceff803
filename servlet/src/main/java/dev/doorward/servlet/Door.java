package dev.doorward.servlet;

import dev.doorward.core.Judge;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.verdict.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** By which a visitor came in, and which answers him when he may not go further. */
sealed interface Door permits Inside, TestDoor {
  /** What handlers ask. */
  Handlers handlers();

  /**
   * Holds a request which its route let through against more.
   *
   * @return false when the answer to that is written
   */
  default boolean admits(
      Visit visit, Requirement more, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Verdict v = Judge.narrow(visit.verdict(), more);
    if (v.decision() instanceof Decision.Allow) {
      return true;
    }
    refuse(visit, v, request, response);
    return false;
  }

  /** Writes the answer to a verdict which the application itself came to. */
  void refuse(Visit visit, Verdict v, HttpServletRequest request, HttpServletResponse response)
      throws IOException;
}
