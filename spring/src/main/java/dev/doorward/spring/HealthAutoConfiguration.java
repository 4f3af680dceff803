package dev.doorward.spring;

import dev.doorward.servlet.DoorwardFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Tells the actuator of Spring Boot 4 how Doorward is. */
@AutoConfiguration(after = DoorwardAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(DoorwardFilter.class)
public class HealthAutoConfiguration {
  @Bean
  HealthIndicator doorwardHealthIndicator(DoorwardFilter filter) {
    return () ->
        filter
            .trouble()
            .map(what -> Health.down().withDetail("trouble", what).build())
            .orElseGet(() -> Health.up().build());
  }
}
