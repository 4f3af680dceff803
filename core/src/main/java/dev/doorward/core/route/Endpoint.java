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
  RESOURCE_METADATA,
  API_DOCUMENT,
  API_USERS,
  API_USER,
  API_PASSWORD,
  API_ROLE,
  API_SESSIONS,
  API_SESSION,
  API_TOKENS,
  API_TOKEN,
  API_KEYS,
  API_ROTATION,
  API_AUDIT,
  API_EXPLAIN,
  API_POLICY,
  /** Below the API, and nothing of it: only who may use the API is told so. */
  API_NOTHING
}
