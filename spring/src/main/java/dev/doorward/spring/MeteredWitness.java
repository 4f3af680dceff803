package dev.doorward.spring;

import dev.doorward.core.Policy;
import dev.doorward.core.may.Reason;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Witness;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;

/** Counts verdicts by the names which the server gives them too. */
final class MeteredWitness implements Witness {
  private final ObjectProvider<MeterRegistry> registry;

  /** The registry is asked for late: it may need what needs the filter. */
  MeteredWitness(ObjectProvider<MeterRegistry> registry) {
    this.registry = registry;
  }

  @Override
  public void decided(Face face, Verdict verdict, long nanos) {
    registry.ifAvailable(meters -> {
      meters
          .counter(
              "doorward.decisions",
              "face",
              face.word(),
              "decision",
              verdict.decision().word(),
              "reason",
              verdict.decision().reason().map(Reason::word).orElse("none"))
          .increment();
      meters.timer("doorward.decision", "face", face.word()).record(nanos, TimeUnit.NANOSECONDS);
    });
  }

  @Override
  public void signInFailed(
      Face face, Policy policy, Verdict verdict, int status, Optional<String> name) {
    registry.ifAvailable(meters ->
        meters
            .counter(
                "doorward.signins",
                "result",
                verdict.decision().reason().map(Reason::word).orElse("none"))
            .increment());
  }
}
