package dev.doorward.spring;

import dev.doorward.servlet.Requires;
import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * What a handler asks, on its class and on its method, by annotations of annotations too. Behind a
 * proxy by interfaces that is asked of what it stands for.
 */
final class Asked {
  private Asked() {}

  /**
   * @param handler a method of a controller, or any other object by which a request is answered
   */
  static List<Requires> by(Object handler) {
    if (!(handler instanceof HandlerMethod named)) {
      return of(Set.of(AopUtils.getTargetClass(handler)));
    }
    Set<AnnotatedElement> all = new LinkedHashSet<>();
    all.add(named.getBeanType());
    all.add(named.getMethod());
    if (!(named.getBean() instanceof String)) { // which names one that is not made yet
      Class<?> target = AopUtils.getTargetClass(named.getBean());
      all.add(target);
      all.add(AopUtils.getMostSpecificMethod(named.getMethod(), target));
    }
    return of(all);
  }

  private static List<Requires> of(Set<? extends AnnotatedElement> elements) {
    Set<Requires> found = new LinkedHashSet<>();
    for (AnnotatedElement each : elements) {
      found.addAll(AnnotatedElementUtils.findAllMergedAnnotations(each, Requires.class));
    }
    return List.copyOf(found);
  }
}
