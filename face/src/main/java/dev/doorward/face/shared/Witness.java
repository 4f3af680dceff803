package dev.doorward.face.shared;

import dev.doorward.core.Policy;
import dev.doorward.core.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Is told what a face does. Runs on the thread of the request, event loops too: it never blocks and
 * never throws.
 */
public interface Witness {
  /**
   * A verdict was found; told once for each.
   *
   * @param nanos how long that took, who it is included
   */
  default void decided(Face face, Verdict verdict, long nanos) {}

  /**
   * A request was answered; told once for each, after its verdict.
   *
   * @param verdict the one that was answered, by an endpoint of our own too
   * @param status the one really sent
   */
  default void answered(Face face, Policy policy, Verdict verdict, int status) {}

  /**
   * Somebody did not sign in; told in place of {@link #answered}.
   *
   * @param name of the account it was about, if there is one
   */
  default void signInFailed(
      Face face, Policy policy, Verdict verdict, int status, Optional<String> name) {}

  /**
   * The application began to answer.
   *
   * @param nanos since the request was let through
   */
  default void upstream(long nanos) {}

  /** All of these, in that order. */
  static Witness all(List<Witness> witnesses) {
    List<Witness> each = List.copyOf(witnesses);
    return new Witness() {
      @Override
      public void decided(Face face, Verdict verdict, long nanos) {
        for (Witness w : each) {
          w.decided(face, verdict, nanos);
        }
      }

      @Override
      public void answered(Face face, Policy policy, Verdict verdict, int status) {
        for (Witness w : each) {
          w.answered(face, policy, verdict, status);
        }
      }

      @Override
      public void signInFailed(
          Face face, Policy policy, Verdict verdict, int status, Optional<String> name) {
        for (Witness w : each) {
          w.signInFailed(face, policy, verdict, status, name);
        }
      }

      @Override
      public void upstream(long nanos) {
        for (Witness w : each) {
          w.upstream(nanos);
        }
      }
    };
  }
}
