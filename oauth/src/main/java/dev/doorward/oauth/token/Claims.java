package dev.doorward.oauth.token;

import dev.doorward.core.who.Acr;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says, whichever form it has.
 *
 * @param id {@code tok_…}
 * @param user the subject's id
 * @param notBefore before which it is not good
 * @param issued the time of issue
 */
public record Claims(
    String id,
    String user,
    Set<String> audience,
    List<String> scopes,
    Acr acr,
    Optional<Instant> authTime,
    Optional<Instant> notBefore,
    Instant issued,
    Instant expires) {}
