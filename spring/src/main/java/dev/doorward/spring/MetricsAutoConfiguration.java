package dev.doorward.spring;

import dev.doorward.face.shared.Witness;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Counts decisions and sign-ins where there is somebody who keeps numbers. */
@AutoConfiguration(before = DoorwardAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class MetricsAutoConfiguration {
  @Bean
  Witness doorwardMetrics(ObjectProvider<MeterRegistry> registry) {
    return new MeteredWitness(registry);
  }
}
