package dev.doorward.core.route;

import java.util.Optional;
import java.util.Set;

/**
 * What a token must be made for (RFC 8707 §2).
 *
 * @param names each of which an {@code aud} may hold
 * @param metadata the address of its document (RFC 9728 §3.1), where it is advertised (C031)
 */
public record Resource(Set<String> names, Optional<String> metadata) {}
