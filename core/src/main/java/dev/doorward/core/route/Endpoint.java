package dev.doorward.core.route;

/** The endpoints which Doorward answers itself, but for {@code health}, which nobody judges. */
public enum Endpoint {
  LOGIN,
  LOGOUT,
  ACCOUNT,
  ACCOUNT_PASSWORD,
  SESSION_REVOKE,
  SESSIONS_REVOKE,
  ARRIVE,
  ASSETS,
  CHANGE_PASSWORD,
  JWKS,
  RESOURCE_METADATA
}
