package dev.doorward.server.admin;

import dev.doorward.http.Exchange;
import dev.doorward.http.Reply;
import dev.doorward.server.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What the admin listener has, by path. */
public final class Sections {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private Sections() {}

  /**
   * Metrics and health, which need no credential, and the API.
   *
   * @param api judges everything below {@code /api/v1} itself
   */
  public static Map<String, Section> of(Metrics metrics, Health health, Section api) {
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put("/metrics", (exchange, id) -> metrics(metrics, exchange, id));
    sections.put("/health/live", health::live);
    sections.put("/health/ready", health::ready);
    sections.put("/api/v1", api);
    sections.put("/api/v1/", api);
    return sections;
  }

  private static Reply.Whole metrics(Metrics metrics, Exchange exchange, UUID id) {
    return AdminAnswers.isRead(exchange)
        ? AdminAnswers.text(200, id, PROMETHEUS, metrics.text())
        : AdminAnswers.notAllowed(id);
  }
}
