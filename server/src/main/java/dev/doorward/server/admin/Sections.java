package dev.doorward.server.admin;

import dev.doorward.http.Exchange;
import dev.doorward.http.Reply;
import dev.doorward.server.metrics.Metrics;
import java.util.Map;
import java.util.UUID;

/** What the admin listener tells without a credential, by path. */
public final class Sections {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private Sections() {}

  /** Metrics and health. */
  public static Map<String, Section> of(Metrics metrics, Health health) {
    return Map.of(
        "/metrics",
        (exchange, id) -> metrics(metrics, exchange, id),
        "/health/live",
        health::live,
        "/health/ready",
        health::ready);
  }

  private static Reply.Whole metrics(Metrics metrics, Exchange exchange, UUID id) {
    return AdminAnswers.isRead(exchange)
        ? AdminAnswers.text(200, id, PROMETHEUS, metrics.text())
        : AdminAnswers.notAllowed(id);
  }
}
