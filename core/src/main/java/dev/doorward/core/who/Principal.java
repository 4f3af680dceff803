package dev.doorward.core.who;

/**
 * Who a credential proved to be, with all that belongs to the credential itself.
 *
 * @param audience for which resources the credential is good
 * @param roles from the user's record, never from a token
 * @param scopes what the credential may do for its user
 */
public record Principal(
    Subject subject, Audience audience, Roles roles, Scopes scopes, SignIn signIn)
    implements Caller {}
