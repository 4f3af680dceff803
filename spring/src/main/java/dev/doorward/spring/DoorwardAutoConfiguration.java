package dev.doorward.spring;

import dev.doorward.config.ConfigException;
import dev.doorward.face.shared.Witness;
import dev.doorward.servlet.DoorwardFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Puts Doorward's filter before a servlet application, and its caller into MVC handlers. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "doorward.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DoorwardProperties.class)
@ImportRuntimeHints(Hints.class)
public class DoorwardAutoConfiguration {
  /** The filter; an application which makes one of its own is given that. */
  @Bean(destroyMethod = "destroy") // a start that failed later has no container which would do it
  @ConditionalOnMissingBean
  DoorwardFilter doorwardFilter(
      DoorwardProperties properties, ObjectProvider<Witness> witnesses, ResourceLoader resources)
      throws ConfigException, IOException {
    String config = Objects.requireNonNullElse(properties.config(), "");
    // Some containers swallow what ends the start of a filter.
    DoorwardFilter.examine(
        config,
        Objects.requireNonNullElseGet(
            resources.getClassLoader(), DoorwardFilter.class::getClassLoader));
    return new DoorwardFilter(config, Witness.all(witnesses.orderedStream().toList()));
  }

  /** Before all other filters, for every dispatch. */
  @Bean
  FilterRegistrationBean<DoorwardFilter> doorwardFilterRegistration(DoorwardFilter filter) {
    return everywhere("doorward", filter, Ordered.HIGHEST_PRECEDENCE);
  }

  /** For every path and every dispatch. */
  static <F extends Filter> FilterRegistrationBean<F> everywhere(String name, F filter, int order) {
    FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
    registration.setName(name);
    registration.setOrder(order);
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setAsyncSupported(true);
    registration.addUrlPatterns("/*");
    return registration;
  }

  /**
   * Handlers are given their caller. Before Spring's own resolvers, of which one takes every
   * principal for its own.
   */
  @Bean
  SmartInitializingSingleton doorwardCallers(
      ObjectProvider<RequestMappingHandlerAdapter> adapters) {
    return () ->
        adapters.forEach(adapter -> {
          List<HandlerMethodArgumentResolver> all = new ArrayList<>();
          all.add(new CallerArgument());
          all.addAll(Objects.requireNonNullElse(adapter.getArgumentResolvers(), List.of()));
          adapter.setArgumentResolvers(all);
        });
  }

  /** Handlers are asked what they require, by every mapping there is. */
  @Bean
  static MappedInterceptor doorwardRequires() {
    return new MappedInterceptor(new String[] {"/**"}, new RequiresInterceptor());
  }

  /** What handlers refuse is answered. */
  @Bean
  WebMvcConfigurer doorwardMvc() {
    return new WebMvcConfigurer() {
      @Override
      public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.addFirst(new RefusalResolver());
      }
    };
  }

  /** A word which the file does not know ends the start. */
  @Bean
  RequiresCheck doorwardRequiresCheck(
      DoorwardFilter filter, ObjectProvider<RequestMappingHandlerMapping> mappings) {
    return new RequiresCheck(filter, mappings);
  }
}
