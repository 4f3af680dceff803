package dev.doorward.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.who.Upkeep;
import dev.doorward.face.metrics.Decisions;
import dev.doorward.face.shared.Face;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Decisions are counted by what they are, and cheaply. */
class MetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Decisions decisions = new Decisions(registry, Face.DOOR);

  @Test
  void eachDecisionHasItsReason() {
    decisions.count(new Decision.Allow(Upkeep.NONE), 1000);
    decisions.count(new Decision.Prove(Reason.Unproven.NOTHING, Upkeep.NONE), 1000);
    decisions.count(new Decision.Refuse(Reason.Forbidden.CLOSED), 1000);
    decisions.count(new Decision.Refuse(new Reason.TooNarrow(java.util.List.of("a"))), 1000);
    decisions.count(new Decision.Refuse(new Reason.TooNarrow(java.util.List.of("b"))), 1000);
    assertThat(registry.scrape())
        .contains(
            "doorward_decisions_total{decision=\"allow\",face=\"door\",reason=\"none\"} 1.0",
            "doorward_decisions_total{decision=\"prove\",face=\"door\",reason=\"nothing\"} 1.0",
            "doorward_decisions_total{decision=\"refuse\",face=\"door\",reason=\"closed\"} 1.0",
            "doorward_decisions_total{decision=\"refuse\",face=\"door\",reason=\"scope\"} 2.0",
            "doorward_decision_seconds_bucket{face=\"door\",le=\"1.0E-4\"} 5",
            "doorward_decision_seconds_count{face=\"door\"} 5");
  }

  @Test
  void countingCostsNextToNothing() {
    Decision allow = new Decision.Allow(Upkeep.NONE);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < 200_000; i++) {
        decisions.count(allow, 5_000);
      }
      best = Math.min(best, (System.nanoTime() - begun) / 200_000);
    }
    System.out.println("counting and timing a decision: " + best + " ns");
    assertThat(best).isLessThan(5_000);
  }

  @Test
  void whatIsCountedElsewhereIsStillCountedLongAfter() throws Exception {
    Metrics metrics = new Metrics();
    AtomicLong elsewhere = new AtomicLong(1);
    metrics.counter("doorward.some.thing", "Of a test", () -> elsewhere.get());
    assertThat(metrics.text()).contains("doorward_some_thing_total 1.0");
    Object gone = new Object();
    WeakReference<Object> collected = new WeakReference<>(gone);
    gone = null;
    while (collected.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
    elsewhere.set(7);
    assertThat(metrics.text()).contains("doorward_some_thing_total 7.0");
  }

  @Test
  void aHostThatIsGoneIsNotShownAnyMore() {
    Metrics metrics = new Metrics();
    metrics.perHost(
        "doorward.some.left", "Of a test", Map.of("one.test", () -> 1, "two.test", () -> 2));
    assertThat(metrics.text())
        .contains("doorward_some_left{host=\"one.test\"} 1.0")
        .contains("doorward_some_left{host=\"two.test\"} 2.0");
    metrics.perHost("doorward.some.left", "Of a test", Map.of("two.test", () -> 3));
    assertThat(metrics.text())
        .doesNotContain("one.test")
        .contains("doorward_some_left{host=\"two.test\"} 3.0");
  }
}
