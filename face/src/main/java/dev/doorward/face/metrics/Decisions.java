package dev.doorward.face.metrics;

import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.face.shared.Face;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One face's decisions, counted by decision and reason. A counter is looked up by what the reason
 * is, not by how it is spelled, so that counting makes no text.
 */
public final class Decisions {
  private static final Object NO_REASON = Decision.Allow.class;

  private final MeterRegistry registry;
  private final Face face;
  private final Map<Class<?>, Map<Object, Counter>> byDecision = new ConcurrentHashMap<>();
  private final Timer seconds;

  /** With everything at nought. */
  public Decisions(MeterRegistry registry, Face face) {
    this.registry = registry;
    this.face = face;
    this.seconds =
        Timer.builder("doorward.decision")
            .description("From a request's head to its verdict, who it is included")
            .tag("face", face.word())
            .serviceLevelObjectives(
                Duration.ofNanos(100_000),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1))
            .register(registry);
  }

  /**
   * Counts one.
   *
   * @param nanos how long it took; 0 where that says nothing
   */
  public void count(Decision decision, long nanos) {
    Map<Object, Counter> counters = byDecision.get(decision.getClass());
    if (counters == null) {
      counters = byDecision.computeIfAbsent(decision.getClass(), _ -> new ConcurrentHashMap<>());
    }
    Object kind = kind(decision);
    Counter counter = counters.get(kind);
    if (counter == null) {
      counter = counters.computeIfAbsent(kind, _ -> counter(decision));
    }
    counter.increment();
    if (nanos > 0) {
      seconds.record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }
  }

  /** What has one word for a reason, and only that, has one kind. */
  private static Object kind(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> NO_REASON;
      case Decision.Prove(var why, _) -> kind(why);
      case Decision.Refuse(var why) -> kind(why);
      case Decision.Repair(var why) -> kind(why);
      case Decision.Wait(var why, _) -> kind(why);
      case Decision.Speak(var what) -> kind(what);
    };
  }

  private static Object kind(Reason reason) {
    return switch (reason) {
      case Reason.Lacking(var right) -> right.kind();
      case Enum<?> constant -> constant;
      default -> reason.getClass();
    };
  }

  private Counter counter(Decision decision) {
    return Counter.builder("doorward.decisions")
        .description("Verdicts of the judge")
        .tag("face", face.word())
        .tag("decision", decision.word())
        .tag("reason", decision.reason().map(Reason::word).orElse("none"))
        .register(registry);
  }
}
