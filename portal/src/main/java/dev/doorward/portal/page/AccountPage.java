package dev.doorward.portal.page;

import java.util.List;
import java.util.Optional;

/**
 * Somebody's own account.
 *
 * @param error why the new password was not taken
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
    Optional<String> done) {
  /** A session in the list. Times are ready to read; {@code …Iso} are for machines. */
  public record Row(
      String id,
      String created,
      String createdIso,
      String lastUsed,
      String lastUsedIso,
      String address,
      String agent,
      boolean current) {}
}
