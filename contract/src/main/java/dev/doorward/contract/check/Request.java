package dev.doorward.contract.check;

import dev.doorward.contract.wire.Field;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request as it is sent.
 *
 * @param from the address it comes from
 * @param fields the well-formed field lines
 */
public record Request(
    InetAddress from, String method, String target, List<Field> fields, byte[] bytes) {

  public Request {
    fields = List.copyOf(fields);
  }

  /** The values of that field, in order. */
  public List<String> values(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  public Optional<String> first(String name) {
    return values(name).stream().findFirst();
  }

  /** The path of the target, in origin or absolute form. */
  public String path() {
    String path = target.replaceFirst("^https?://[^/?]*", "");
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /** As people read it: without what makes it long. */
  public String shown() {
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    return text.length() > 3000 ? text.substring(0, 3000) + "…" : text.stripTrailing();
  }
}
