package dev.doorward.servlet;

import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Subject;
import java.time.Instant;
import java.util.List;

/**
 * Whom a test has call. It is let in by {@link TestDoor} alone, which stands before mock requests
 * and nothing else.
 *
 * @param user the name; empty for a stranger
 * @param roles of the file; they give the permissions
 * @param scopes of a token; none for somebody who is not limited
 * @param acr how he signed in just now, {@code urn:dw:pwd} or {@code urn:dw:mfa}
 */
public record TestCaller(String user, List<String> roles, List<String> scopes, String acr) {
  /** Copied. */
  public TestCaller {
    roles = List.copyOf(roles);
    scopes = List.copyOf(scopes);
  }

  Principal principal(Instant now) {
    Acr how =
        Acr.of(acr)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "unknown acr \"%s\"; there are urn:dw:pwd and urn:dw:mfa".formatted(acr)));
    return new Principal(
        new Subject("usr_" + user, user),
        Audience.Everything.EVERYTHING,
        Roles.of(roles),
        scopes.isEmpty() ? Scopes.Unlimited.ALL : Scopes.of(scopes),
        new SignIn.At(how, now));
  }
}
