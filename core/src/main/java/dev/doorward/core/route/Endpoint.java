package dev.doorward.core.route;

/** The endpoints which Doorward answers itself. */
public enum Endpoint {
  /** Where it is asked rightly, the door says it before anything is judged (C348). */
  HEALTH,
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
