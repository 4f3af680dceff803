package dev.doorward.identity.session;

import java.time.Duration;
import java.time.Instant;

/**
 * Somebody's being signed in, whatever the number of hosts he has a key on.
 *
 * @param id {@code ses_…}
 * @param lastUsed exact to a minute
 * @param dies the absolute limit
 */
public record Session(
    String id,
    String user,
    Instant created,
    Instant lastUsed,
    Duration idle,
    Instant dies,
    Instant authTime,
    boolean remember,
    String address,
    String agent) {}
