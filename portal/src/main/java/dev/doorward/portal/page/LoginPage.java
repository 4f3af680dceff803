package dev.doorward.portal.page;

import java.util.Optional;

/**
 * The sign-in form.
 *
 * @param error why the last attempt did not work
 * @param signedInAs who is signed in already and must show it again, or wants to be another
 * @param destination the host to which it leads on, where that is another one
 */
public record LoginPage(
    Frame frame,
    Optional<String> error,
    String username,
    boolean remember,
    String returnTo,
    String walk,
    Optional<String> signedInAs,
    Optional<String> destination) {}
