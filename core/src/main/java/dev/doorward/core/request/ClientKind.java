package dev.doorward.core.request;

import java.util.Locale;

/** Who asks, as far as the wording of an answer depends on it. The first match counts. */
public enum ClientKind {
  /** A gRPC or gRPC-Web call. */
  GRPC,
  /** A WebSocket opening handshake. */
  WS,
  /** A person who navigates, in the top frame. */
  NAV,
  /** A person in an inner frame, where our sign-in page refuses to be shown. */
  FRAME,
  /** A script in a browser. */
  XHR,
  /** A picture, style or script which a page loads. */
  SUB,
  /** An EventSource. */
  SSE,
  /** Any other program. */
  API;

  /** Tells the kind from the request alone. */
  public static ClientKind of(RequestFacts facts) {
    Fields f = facts.fields();
    String type = f.first(Field.CONTENT_TYPE).orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/grpc")) {
      return GRPC;
    }
    if (isWebSocket(f)) {
      return WS;
    }
    String mode = f.first(Field.SEC_FETCH_MODE).orElse("");
    if (!mode.isEmpty()) {
      return fetched(mode, f.first(Field.SEC_FETCH_DEST).orElse(""));
    }
    if (f.is(Field.X_REQUESTED_WITH, "XMLHttpRequest")) {
      return XHR;
    }
    if (f.has(Field.AUTHORIZATION) || f.has(Field.DPOP) || !facts.method().reads()) {
      return API;
    }
    String accept = f.first(Field.ACCEPT).orElse("");
    if (accept.toLowerCase(Locale.ROOT).contains("text/event-stream")) {
      return SSE;
    }
    return Accept.prefersHtml(accept) ? NAV : API;
  }

  /** RFC 6455 §4.1: the handshake of HTTP/1.1. */
  public static boolean isWebSocket(Fields f) {
    for (String line : f.all(Field.UPGRADE)) {
      for (String protocol : line.split(",", -1)) {
        if (protocol.trim().equalsIgnoreCase("websocket")) {
          return true;
        }
      }
    }
    return false;
  }

  private static ClientKind fetched(String mode, String dest) {
    if (mode.equals("navigate")) {
      return switch (dest) {
        case "document", "empty", "" -> NAV;
        default -> FRAME;
      };
    }
    return switch (dest) {
      case "empty", "webidentity", "" -> XHR;
      default -> SUB;
    };
  }
}
