package dev.doorward.portal.page;

import java.util.List;
import java.util.Optional;

/**
 * Somebody's own account.
 *
 * @param error why the new password was not taken
 * @param wrongCurrent whether it was for the current one
 * @param done what was just done
 */
public record AccountPage(
    Frame frame,
    String user,
    Optional<String> display,
    List<String> roles,
    List<Row> sessions,
    boolean hasPassword,
    boolean mustChange,
    Optional<String> error,
    boolean wrongCurrent,
    Optional<String> done) {
  /** Whether there are sessions beside the one that reads this. */
  public boolean hasOthers() {
    return sessions.stream().anyMatch(row -> !row.current());
  }

  /**
   * A session in the list.
   *
   * @param agent what it is, in words
   * @param agentRaw what it called itself
   */
  public record Row(
      String id,
      Moment created,
      Moment lastUsed,
      String address,
      String agent,
      String agentRaw,
      boolean current) {}

  /** A point in time: for machines, in full, and as people say it. */
  public record Moment(String iso, String full, String said) {}
}
