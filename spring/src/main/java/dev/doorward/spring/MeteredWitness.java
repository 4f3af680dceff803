package dev.doorward.spring;

import dev.doorward.core.Policy;
import dev.doorward.core.may.Reason;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.metrics.Decisions;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Witness;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/** Counts verdicts by the names which the server gives them too. */
final class MeteredWitness implements Witness {
  private final ObjectProvider<MeterRegistry> registry;
  private final SingletonSupplier<Optional<Decisions>> decisions;

  /** The registry is asked for late, and once: it may need what needs the filter. */
  MeteredWitness(ObjectProvider<MeterRegistry> registry) {
    this.registry = registry;
    this.decisions =
        SingletonSupplier.of(() ->
            Optional.ofNullable(registry.getIfAvailable())
                .map(meters -> new Decisions(meters, Face.INSIDE)));
  }

  @Override
  public void decided(Face face, Verdict verdict, long nanos) {
    decisions.obtain().ifPresent(counted -> counted.count(verdict.decision(), nanos));
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
