package dev.doorward.identity.session;

import java.time.Duration;

/** How long sessions last, since their last use and at most; and those that are remembered. */
public record Lifetimes(
    Duration idle, Duration absolute, Duration rememberIdle, Duration rememberAbsolute) {}
