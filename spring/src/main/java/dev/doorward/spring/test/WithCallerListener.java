package dev.doorward.spring.test;

import dev.doorward.servlet.TestCaller;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Keeps who calls for the thread of the test, where MockMvc runs the application. */
final class WithCallerListener extends AbstractTestExecutionListener {
  private static final ThreadLocal<@Nullable WithCaller> NOW = new ThreadLocal<>();

  static Optional<TestCaller> caller() {
    return Optional.ofNullable(NOW.get())
        .map(who ->
            new TestCaller(who.user(), List.of(who.roles()), List.of(who.scopes()), who.acr()));
  }

  @Override
  public void beforeTestMethod(TestContext test) {
    WithCaller who =
        AnnotatedElementUtils.findMergedAnnotation(test.getTestMethod(), WithCaller.class);
    if (who == null) {
      who = AnnotatedElementUtils.findMergedAnnotation(test.getTestClass(), WithCaller.class);
    }
    NOW.set(who);
  }

  @Override
  public void afterTestMethod(TestContext test) {
    NOW.remove();
  }
}
