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
  API_DOCUMENT(true),
  API_USERS(true),
  API_USER(true),
  API_PASSWORD(true),
  API_ROLE(true),
  API_SESSIONS(true),
  API_SESSION(true),
  API_TOKENS(true),
  API_TOKEN(true),
  API_KEYS(true),
  API_ROTATION(true),
  API_AUDIT(true),
  API_EXPLAIN(true),
  API_POLICY(true),
  API_CHANGES(true),
  API_VERIFICATION(true),
  /** Below the API, and nothing of it: only who may use the API is told so. */
  API_NOTHING(true);

  private final boolean ofApi;

  Endpoint() {
    this(false);
  }

  Endpoint(boolean ofApi) {
    this.ofApi = ofApi;
  }

  /** Whether it is one of the admin API. */
  public boolean isOfApi() {
    return ofApi;
  }
}
