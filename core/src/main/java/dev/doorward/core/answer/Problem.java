package dev.doorward.core.answer;

import java.util.Map;
import java.util.UUID;

/**
 * A problem document (RFC 9457 §3).
 *
 * @param members extension members (§3.2), in their order; a value is a String or a Long
 */
public record Problem(ProblemType type, int status, UUID id, Map<String, Object> members) {
  /** The document as JSON. */
  public String json() {
    StringBuilder out = new StringBuilder(200);
    out.append("{\"type\":\"urn:doorward:problem:")
        .append(type.wire())
        .append("\",\"title\":\"")
        .append(type.title())
        .append("\",\"status\":")
        .append(status)
        .append(",\"instance\":\"urn:uuid:")
        .append(id)
        .append('"');
    members.forEach((name, value) -> {
      out.append(",\"").append(name).append("\":");
      if (value instanceof Long number) {
        out.append(number);
      } else {
        string(out, value.toString());
      }
    });
    return out.append("}").toString();
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
