package dev.doorward.cli.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of the audit log or the access log. Its texts are what strangers sent: print them by
 * {@link Printable}.
 *
 * @param line as it stands in the file
 */
public record Entry(String line, Map<?, ?> members) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Reads a line; empty for one that is torn or none of ours. */
  public static Optional<Entry> of(String line) {
    if (line.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Entry(line, JSON.readValue(line, Map.class)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** A member, if it is there. */
  public Optional<String> text(String member) {
    return Optional.ofNullable(members.get(member)).map(String::valueOf);
  }

  /** Explain's lines, where they were kept. */
  public List<String> why() {
    return members.get("why") instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
