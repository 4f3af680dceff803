package dev.doorward.spring;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** An application which would be open while somebody thinks that it is guarded does not start. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(name = "doorward.enabled", matchIfMissing = true)
public class WebFluxIsNotSupported {
  @Bean
  InitializingBean doorwardWebFlux() {
    return () -> {
      throw new IllegalStateException(
          "Doorward does not support WebFlux yet. Put its door before this application, or let a"
              + " front proxy ask it; then remove the starter, or set doorward.enabled=false.");
    };
  }
}
