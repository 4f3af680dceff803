package dev.doorward.portal.page;

import java.util.Optional;

/**
 * The sign-in form.
 *
 * @param error why the last attempt did not work
 * @param signedInAs who is signed in already and must show it again, or wants to be another
 * @param destination host and path to which it leads on, where that is not the root
 */
public record LoginPage(
    Frame frame,
    Optional<String> error,
    String username,
    boolean remember,
    String returnTo,
    String walk,
    Optional<String> signedInAs,
    Optional<String> destination) {
  /** Whether the name is asked first: a name that is known already leaves the password to type. */
  public boolean asksName() {
    return username.isEmpty();
  }
}
