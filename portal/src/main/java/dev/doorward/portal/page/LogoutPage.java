package dev.doorward.portal.page;

import java.util.Optional;

/** One button. */
public record LogoutPage(Frame frame, Optional<String> user) {}
