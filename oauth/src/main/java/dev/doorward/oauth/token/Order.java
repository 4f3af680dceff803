package dev.doorward.oauth.token;

import dev.doorward.core.who.Acr;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a token is to be like.
 *
 * @param audience at least one resource
 * @param opaque a random string which only we can read, in place of a JWT
 * @param name by which its owner knows it
 */
public record Order(
    String user,
    List<String> scopes,
    List<String> audience,
    Acr acr,
    Optional<Instant> authTime,
    Optional<Instant> notBefore,
    Instant issued,
    Instant expires,
    boolean opaque,
    Optional<String> name) {}
