package dev.doorward.spring;

import dev.doorward.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells every mistake in {@code doorward.yaml} when it ends the start. */
final class RefusedConfiguration extends AbstractFailureAnalyzer<ConfigException> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, ConfigException refused) {
    return new FailureAnalysis(
        "Doorward's configuration is refused:\n\n" + refused.getMessage(),
        "Mend each line, and start again. `doorward policy check -c FILE` tells the same without"
            + " the application.",
        refused);
  }
}
