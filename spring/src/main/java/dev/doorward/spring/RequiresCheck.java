package dev.doorward.spring;

import dev.doorward.servlet.DoorwardFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Reads what all handlers require once the server is up, and ends the start at a wrong word. */
final class RequiresCheck implements ApplicationListener<ContextRefreshedEvent> {
  private final DoorwardFilter filter;
  private final ObjectProvider<RequestMappingHandlerMapping> mappings;

  RequiresCheck(DoorwardFilter filter, ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.filter = filter;
    this.mappings = mappings;
  }

  @Override
  public void onApplicationEvent(ContextRefreshedEvent event) {
    if (!filter.isInitialised()) {
      return; // a test without a server; there each request is checked
    }
    mappings.stream()
        .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
        .forEach(this::check);
  }

  private void check(HandlerMethod handler) {
    try {
      filter.check(Asked.by(handler));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("@Requires on " + handler + ": " + e.getMessage(), e);
    }
  }
}
