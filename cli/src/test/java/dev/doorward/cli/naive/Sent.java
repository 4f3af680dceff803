package dev.doorward.cli.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request as a client sends it.
 *
 * @param from the address it is sent from
 * @param fields all of them, Host too, in their order
 */
public record Sent(String from, String method, String target, List<Line> fields, String body) {

  /** One field line. */
  public record Line(String name, String value) {
    @Override
    public String toString() {
      return name + ": " + value;
    }
  }

  public Sent {
    fields = List.copyOf(fields);
  }

  /** The values of that field, in order. */
  public List<String> all(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Line::value).toList();
  }

  /** The first value of that field. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** Whether that field is there. */
  public boolean has(String name) {
    return !all(name).isEmpty();
  }

  /** The same without one of its lines. */
  public Sent without(int line) {
    List<Line> fewer = new ArrayList<>(fields);
    fewer.remove(line);
    return new Sent(from, method, target, fewer, body);
  }

  /** What stands on the wire. */
  public String wire() {
    StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    fields.forEach(line -> text.append(line).append("\r\n"));
    return text.append("\r\n").append(body).toString();
  }
}
