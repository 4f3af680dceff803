package dev.doorward.contract.echo;

import java.util.List;

/**
 * A request as the application behind the door received it.
 *
 * @param target the request target, byte for byte
 * @param fields in order, with duplicates
 * @param bodySha256 in lower-case hexadecimal
 */
public record Received(
    String method,
    String target,
    String version,
    List<Line> fields,
    List<Line> trailers,
    long bodyLength,
    String bodySha256) {

  /** One field line. Names keep their case; bytes above 127 are read as ISO-8859-1. */
  public record Line(String name, String value) {}

  public Received {
    fields = List.copyOf(fields);
    trailers = List.copyOf(trailers);
  }

  /** The values of that field, in order. Case of the name does not matter. */
  public List<String> values(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Line::value).toList();
  }

  /** The first value of that field, or an empty text. */
  String first(String name) {
    List<String> values = values(name);
    return values.isEmpty() ? "" : values.getFirst();
  }
}
