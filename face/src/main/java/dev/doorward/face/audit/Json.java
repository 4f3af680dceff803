package dev.doorward.face.audit;

import dev.doorward.core.audit.Asked;
import dev.doorward.core.audit.Event;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** An event as a line. */
final class Json {
  /** A line is ASCII whatever a client sends, so it does nothing to a terminal either. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  /** Always to the millisecond, so that lines sort as they stand. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private Json() {}

  /** As the audit log has it. */
  static String event(Event e) {
    Map<String, Object> line = start(e.at());
    line.put("event", e.kind().word());
    rest(line, e, e.asked().map(Asked::face).orElse("command"));
    if (!e.why().isEmpty()) {
      line.put("why", e.why());
    }
    return MAPPER.writeValueAsString(line);
  }

  /** As the access log has it. */
  static String request(Event e) {
    Map<String, Object> line = start(e.at());
    rest(line, e, e.asked().map(Asked::face).orElse(""));
    return MAPPER.writeValueAsString(line);
  }

  private static Map<String, Object> start(Instant at) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", TIME.format(at));
    return line;
  }

  private static void rest(Map<String, Object> line, Event e, String face) {
    e.asked().ifPresent(asked -> line.put("request", asked.id().toString()));
    e.user().ifPresent(user -> line.put("user", user));
    e.actor().ifPresent(actor -> line.put("actor", actor));
    e.held().ifPresent(id -> line.put(id.startsWith("tok_") ? "token" : "session", id));
    e.asked()
        .ifPresent(asked -> {
          line.put("address", asked.address());
          line.put("method", asked.method());
          line.put("path", asked.path());
          line.put("route", asked.route());
        });
    e.decision().ifPresent(decision -> line.put("decision", decision));
    e.reason().ifPresent(reason -> line.put("reason", reason));
    e.status().ifPresent(status -> line.put("status", status));
    boolean ofTheFile =
        e.kind() == Event.Kind.CONFIG_LOADED || e.kind() == Event.Kind.CONFIG_REFUSED;
    if (!ofTheFile) {
      line.put("face", face);
    }
  }
}
