package dev.doorward.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The resources which a native image must keep. */
final class Hints implements RuntimeHintsRegistrar {
  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    hints.resources().registerPattern("doorward.yaml");
    hints.resources().registerPattern("dev/doorward/**");
    hints.resources().registerPattern("META-INF/services/dev.doorward.shaded.*");
  }
}
