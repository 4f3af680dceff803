package dev.doorward.server.metrics;

import dev.doorward.core.Policy;
import dev.doorward.core.audit.Audit;
import dev.doorward.core.audit.Event;
import dev.doorward.core.may.Reason;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.metrics.Decisions;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Witness;
import dev.doorward.identity.store.Store;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Everything that is counted and timed. */
public final class Metrics implements Witness {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Face, Decisions> decisions = new EnumMap<>(Face.class);
  private final Timer upstream =
      Timer.builder("doorward.upstream")
          .description("From a request let through to the head of the application's answer")
          .serviceLevelObjectives(
              java.time.Duration.ofMillis(10),
              java.time.Duration.ofMillis(100),
              java.time.Duration.ofSeconds(1),
              java.time.Duration.ofSeconds(10))
          .register(registry);
  private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();
  private final Map<String, MultiGauge> perHost = new ConcurrentHashMap<>();
  private final Counter loaded = reloads("ok");
  private final Counter refused = reloads("failed");
  private volatile boolean lastReloadGood = true;

  /** With everything at nought. */
  public Metrics() {
    for (Face face : Face.values()) {
      decisions.put(face, new Decisions(registry, face));
    }
    Gauge.builder("doorward.config.last.reload.successful", () -> lastReloadGood ? 1 : 0)
        .description("1 where the file as it stands is in force, 0 where it was refused")
        .register(registry);
  }

  @Override
  public void decided(Face face, Verdict verdict, long nanos) {
    Decisions of = decisions.get(face);
    if (of != null) {
      of.count(verdict.decision(), nanos);
    }
  }

  @Override
  public void upstream(long nanos) {
    upstream.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void signInFailed(Face face, Policy policy, Verdict v, int status, Optional<String> name) {
    signIns(reason(v)).increment();
  }

  /** The configuration was read again. */
  public void reloaded(boolean good) {
    lastReloadGood = good;
    (good ? loaded : refused).increment();
  }

  /** Whether the file as it stood last is in force. */
  public boolean lastReloadGood() {
    return lastReloadGood;
  }

  /** The store, timed. */
  public Store timed(Store store) {
    return new TimedStore(store, registry);
  }

  /** The audit log, with its sign-ins counted. */
  public Audit counting(Audit audit) {
    return new Audit() {
      @Override
      public void ready() {
        audit.ready();
      }

      @Override
      public void keep(Event event) {
        audit.keep(event);
        if (event.kind() == Event.Kind.SIGN_IN) {
          signIns("ok").increment();
        }
      }

      @Override
      public void note(Event event) {
        audit.note(event);
      }
    };
  }

  /** Something that is looked up when it is asked for; not a number where it is unknown. */
  public void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** The same of each host, in place of what that name had before. */
  public void perHost(String name, String description, Map<String, DoubleSupplier> values) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    values.forEach((host, value) ->
        rows.add(MultiGauge.Row.of(Tags.of("host", host), value, DoubleSupplier::getAsDouble)));
    perHost
        .computeIfAbsent(
            name, _ -> MultiGauge.builder(name).description(description).register(registry))
        .register(rows, true);
  }

  /** Something that is counted elsewhere. */
  public void counter(String name, String description, LongSupplier value) {
    counted.add(value); // the registry's own reference is a weak one
    FunctionCounter.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .register(registry);
  }

  /** All of it, as text in Prometheus' format 0.0.4. Asks the store. */
  public String text() {
    return registry.scrape();
  }

  private Counter signIns(String result) {
    return Counter.builder("doorward.signins")
        .description("Attempts to sign in with a form or JSON")
        .tag("result", result)
        .register(registry);
  }

  private Counter reloads(String result) {
    return Counter.builder("doorward.config.reloads")
        .description("Times the configuration was read again")
        .tag("result", result)
        .register(registry);
  }

  private static String reason(Verdict v) {
    return v.decision().reason().map(Reason::word).orElse("none");
  }
}
