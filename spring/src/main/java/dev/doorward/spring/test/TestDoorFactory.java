package dev.doorward.spring.test;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.util.ReflectionUtils;

/** Puts the test's door before the application of a test class which says who calls. */
final class TestDoorFactory implements ContextCustomizerFactory {
  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> test, List<ContextConfigurationAttributes> attributes) {
    boolean says =
        AnnotatedElementUtils.hasAnnotation(test, WithCaller.class)
            || Arrays.stream(ReflectionUtils.getAllDeclaredMethods(test))
                .anyMatch(m -> AnnotatedElementUtils.hasAnnotation(m, WithCaller.class));
    return says ? new TestDoorCustomizer() : null;
  }
}
