package dev.doorward.cli.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An event as a sentence. */
public final class InWords {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String REQUIREMENT = "requirement";

  private InWords() {}

  /**
   * One line, harmless to a terminal: {@code 09:12:03 refused alice GET /admin: role admin missing
   * (doorward.yaml:23) → 403 [id]}.
   */
  public static String of(Entry e) {
    StringBuilder out = new StringBuilder(clock(e));
    e.text("event").ifPresent(event -> out.append(' ').append(event));
    e.text("user").ifPresent(user -> out.append(' ').append(user));
    e.text("actor").ifPresent(actor -> out.append(" by ").append(actor));
    e.text("method").ifPresent(method -> out.append(' ').append(method));
    e.text("path").ifPresent(path -> out.append(' ').append(path));
    reason(e).ifPresent(reason -> out.append(": ").append(reason));
    e.text("route").ifPresent(route -> out.append(" (").append(route).append(')'));
    e.text("status").ifPresent(status -> out.append(" → ").append(status));
    e.text("address").ifPresent(address -> out.append(" from ").append(address));
    e.text("session").or(() -> e.text("token")).ifPresent(id -> out.append(' ').append(id));
    e.text("request").ifPresent(id -> out.append(" [").append(id).append(']'));
    return Printable.of(out.toString());
  }

  /** The day of an event, in UTC. */
  public static String day(Entry e) {
    String time = e.text("time").orElse("");
    return Printable.of(time.length() >= 10 ? time.substring(0, 10) : time);
  }

  private static String clock(Entry e) {
    try {
      return CLOCK.format(Instant.parse(e.text("time").orElse("")));
    } catch (DateTimeParseException unreadable) {
      return "--:--:--";
    }
  }

  /** What was missing, where that is known; the reason's word otherwise. */
  private static Optional<String> reason(Entry e) {
    List<String> missing =
        e.why().stream()
            .filter(line -> line.startsWith(REQUIREMENT) && line.endsWith(": missing"))
            .map(line ->
                line.substring(REQUIREMENT.length()).strip().replace(": missing", " missing"))
            .toList();
    if (!missing.isEmpty()) {
      return Optional.of(String.join(", ", missing));
    }
    if (e.text("event").filter("config-refused"::equals).isPresent()) {
      return Optional.of(e.why().stream().collect(Collectors.joining("; ")));
    }
    return e.text("reason");
  }
}
