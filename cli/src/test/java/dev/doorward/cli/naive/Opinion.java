package dev.doorward.cli.naive;

import java.util.Set;

/** What should become of a request. */
public sealed interface Opinion {
  /**
   * It comes in.
   *
   * @param status what the application answers, or what is said where it cannot be reached
   */
  record Through(int status) implements Opinion {}

  /** An endpoint of Doorward's own takes it. */
  record Own() implements Opinion {}

  /** It is answered without anybody coming in: a preflight, {@code OPTIONS *}. */
  record Courtesy(int status) implements Opinion {}

  /** It does not come in; where the contract leaves the status open there are several. */
  record Refused(Set<Integer> statuses) implements Opinion {}

  /** Refused, with just that status. */
  static Opinion refused(int status) {
    return new Refused(Set.of(status));
  }
}
