package dev.doorward.cli.naive;

import java.util.Locale;

/** Whether a person navigates ("Client kinds" of the contract; only that decides a status). */
final class NaiveKind {
  private NaiveKind() {}

  static boolean navigates(Sent s, boolean check) {
    String type = s.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/grpc") || socket(s, check)) {
      return false;
    }
    if (s.has("Sec-Fetch-Mode")) {
      String dest = s.first("Sec-Fetch-Dest").orElse("");
      return s.first("Sec-Fetch-Mode").orElse("").equals("navigate")
          && (dest.isEmpty() || dest.equals("document") || dest.equals("empty"));
    }
    if (s.first("X-Requested-With").orElse("").equalsIgnoreCase("XMLHttpRequest")
        || s.has("Authorization")
        || s.has("DPoP")
        || !reads(s)) {
      return false;
    }
    String accept = s.first("Accept").orElse("");
    double html = Math.max(weight(accept, "text/html"), weight(accept, "application/xhtml+xml"));
    return !accept.contains("text/event-stream")
        && html > 0
        && html >= weight(accept, "application/json");
  }

  static boolean socket(Sent s, boolean check) {
    return check
        ? s.has("Sec-WebSocket-Key")
        : s.all("Upgrade").stream().anyMatch(value -> value.equalsIgnoreCase("websocket"));
  }

  static boolean reads(Sent s) {
    return s.method().equals("GET") || s.method().equals("HEAD");
  }

  private static double weight(String accept, String type) {
    for (String range : accept.replace(" ", "").split(",")) {
      if (range.equals(type)) {
        return 1;
      }
      if (range.startsWith(type + ";q=")) {
        return Double.parseDouble(range.substring(type.length() + 3));
      }
    }
    return 0;
  }
}
