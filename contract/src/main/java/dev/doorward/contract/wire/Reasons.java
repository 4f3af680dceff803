package dev.doorward.contract.wire;

import java.util.Map;

/** The standard reason phrases, RFC 9110 §15. */
public final class Reasons {

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(303, "See Other"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(425, "Too Early"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private Reasons() {}

  /** The phrase of that status, or an empty text. */
  public static String of(int status) {
    return PHRASES.getOrDefault(status, "");
  }

  /** Whether that phrase tells nothing beyond the status; older names are fine. */
  public static boolean standard(int status, String phrase) {
    return phrase.isEmpty()
        || phrase.equals(of(status))
        || (status == 413 && phrase.matches("(Request Entity|Payload) Too Large"))
        || (status == 414 && phrase.equals("Request-URI Too Long"));
  }
}
