package dev.doorward.oauth.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A token as its issuer lists it; the token itself is not kept. */
public record TokenInfo(
    String id,
    String user,
    boolean opaque,
    Optional<String> name,
    List<String> scopes,
    List<String> audience,
    Instant created,
    Instant expires,
    Optional<Instant> revoked) {}
