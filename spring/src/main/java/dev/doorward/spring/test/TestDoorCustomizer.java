package dev.doorward.spring.test;

import dev.doorward.servlet.DoorwardFilter;
import dev.doorward.servlet.TestDoor;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Registers the test's door in place of the filter, which then opens no store. */
record TestDoorCustomizer() implements ContextCustomizer {
  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration merged) {
    String config = context.getEnvironment().getProperty("doorward.config", "");
    FilterRegistrationBean<TestDoor> door =
        new FilterRegistrationBean<>(new TestDoor(config, WithCallerListener::caller));
    door.setOrder(Ordered.HIGHEST_PRECEDENCE);
    door.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    door.setAsyncSupported(true);
    context.getBeanFactory().registerSingleton("doorwardTestDoor", door);
    context.getBeanFactory().addBeanPostProcessor(new Instead());
  }

  private static final class Instead implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
      if (bean instanceof FilterRegistrationBean<?> registration
          && registration.getFilter() instanceof DoorwardFilter) {
        registration.setEnabled(false);
      }
      return bean;
    }
  }
}
