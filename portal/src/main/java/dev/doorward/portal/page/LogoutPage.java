package dev.doorward.portal.page;

import java.util.Optional;

/**
 * One button.
 *
 * @param user who is signed in
 */
public record LogoutPage(Frame frame, Optional<String> user) {}
