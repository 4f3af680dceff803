package dev.doorward.core.request;

import java.util.Locale;

/** The request fields which a decision may read; nothing else of a request's head decides. */
public enum Field {
  ACCEPT,
  ACCESS_CONTROL_REQUEST_HEADERS,
  ACCESS_CONTROL_REQUEST_METHOD,
  AUTHORIZATION,
  CONTENT_LENGTH,
  CONTENT_TYPE,
  COOKIE,
  DPOP,
  EARLY_DATA,
  FORWARDED,
  HX_CURRENT_URL,
  HX_REQUEST,
  ORIGIN,
  REFERER,
  SEC_FETCH_DEST,
  SEC_FETCH_MODE,
  SEC_FETCH_SITE,
  SEC_PURPOSE,
  SEC_WEBSOCKET_KEY,
  TRANSFER_ENCODING,
  TURBO_FRAME,
  UPGRADE,
  X_FORWARDED_FOR,
  X_FORWARDED_PROTO,
  X_REQUESTED_WITH,
  X_REQUEST_ID;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The field's name in lower case, as HTTP/2 writes it. */
  public String wire() {
    return wire;
  }
}
