package dev.doorward.server;

import dev.doorward.face.Services;
import dev.doorward.face.audit.AccessLog;
import dev.doorward.face.audit.AuditLog;
import dev.doorward.identity.store.StoreException;
import dev.doorward.server.acme.Certificates;
import dev.doorward.server.admin.Health;
import dev.doorward.server.metrics.Metrics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** What is looked at from outside: numbers which others keep, and health. */
final class Supervision {
  /** Nobody need prove who he is to ask, so asking often must not reach the store. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Services services;
  private double sessions = Double.NaN;
  private long countedAt;
  private boolean counted;

  private Supervision(Services services) {
    this.services = services;
  }

  static void register(Metrics metrics, Services services, Optional<AccessLog> accessLog) {
    metrics.gauge(
        "doorward.sessions", "Sessions alive now", new Supervision(services)::countSessions);
    metrics.counter(
        "doorward.audit.dropped",
        "Events lost to the audit log",
        () -> services.auditLog().map(AuditLog::dropped).orElse(0L));
    metrics.gauge(
        "doorward.audit.writable",
        "1, or 0 where the audit log cannot be written, so that sign-ins and changes are refused",
        () -> services.auditLog().flatMap(AuditLog::trouble).isEmpty() ? 1 : 0);
    accessLog.ifPresent(log ->
        metrics.counter(
            "doorward.access.log.dropped", "Requests lost to the access log", log::dropped));
  }

  /** One for each certificate which a CA gives; in place of those that were registered before. */
  static void register(Metrics metrics, Certificates certificates) {
    Map<String, DoubleSupplier> left = new LinkedHashMap<>();
    certificates.hosts().forEach(host -> left.put(host, () -> certificates.secondsLeft(host)));
    metrics.perHost(
        "doorward.certificate.expiry.seconds",
        "Until the certificate ends which was got by ACME; 0 or less where there is none",
        left);
  }

  static Health health(
      Metrics metrics, Services services, Certificates certificates, BooleanSupplier stopping) {
    Map<String, BooleanSupplier> worries = new LinkedHashMap<>();
    worries.put(
        "the audit log cannot be written: sign-ins and changes are refused",
        () -> services.auditLog().flatMap(AuditLog::trouble).isPresent());
    worries.put(
        "the configuration as it stands is refused, the one before is in force",
        () -> !metrics.lastReloadGood());
    worries.put(
        "a certificate is near its end and could not be renewed", certificates::isOneNearItsEnd);
    return new Health(
        stopping,
        Map.of("the store cannot be reached", () -> !services.isStoreReachable()),
        worries);
  }

  private synchronized double countSessions() {
    long now = System.nanoTime();
    if (!counted || now - countedAt > FRESH.toNanos()) {
      try {
        sessions = services.house().sessions().count();
      } catch (StoreException e) {
        sessions = Double.NaN;
      }
      counted = true;
      countedAt = System.nanoTime();
    }
    return sessions;
  }
}
