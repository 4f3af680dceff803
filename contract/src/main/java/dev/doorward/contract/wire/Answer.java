package dev.doorward.contract.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An answer as it stood on the wire.
 *
 * @param status 0 where the connection ended without an answer
 * @param interims statuses of the interim answers before it
 * @param body without transfer coding
 * @param closed whether the server ended the connection
 * @param faults breaches of HTTP/1.1 which the parser met
 */
public record Answer(
    int status,
    String reason,
    List<Integer> interims,
    List<Field> fields,
    List<Field> trailers,
    byte[] body,
    boolean closed,
    List<String> faults) {

  public Answer {
    interims = List.copyOf(interims);
    fields = List.copyOf(fields);
    trailers = List.copyOf(trailers);
    faults = List.copyOf(faults);
  }

  /** A plain answer, for those who judge without a socket. */
  public static Answer of(int status, List<Field> fields, byte[] body) {
    return new Answer(
        status, Reasons.of(status), List.of(), fields, List.of(), body, true, List.of());
  }

  /** The connection ended, or nothing came in time. */
  public static Answer nothing(boolean closed, List<String> faults) {
    return new Answer(0, "", List.of(), List.of(), List.of(), new byte[0], closed, faults);
  }

  /** The values of that field, in order. */
  public List<String> values(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  public Optional<String> first(String name) {
    return values(name).stream().findFirst();
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The media type, without parameters, or an empty text. */
  public String mediaType() {
    String type = first("Content-Type").orElse("");
    int semicolon = type.indexOf(';');
    return semicolon < 0 ? type : type.substring(0, semicolon).strip();
  }

  /** The answer as people read it. */
  public String shown() {
    if (status == 0) {
      return closed ? "connection closed without an answer" : "no answer in time";
    }
    var text = new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason);
    fields.forEach(f -> text.append('\n').append(f.name()).append(": ").append(f.value()));
    if (body.length > 0) {
      String shown = text();
      text.append("\n\n").append(shown.length() > 2000 ? shown.substring(0, 2000) + "…" : shown);
    }
    return text.toString();
  }
}
