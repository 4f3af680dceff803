package dev.doorward.identity.throttle;

import java.time.Duration;

/** So many failures within that time are let happen. */
public record Rate(int count, Duration window) {}
