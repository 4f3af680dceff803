package dev.doorward.spring;

import dev.doorward.servlet.Requires;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/** What a handler asks, on its class and on its method, by annotations of annotations too. */
final class Asked {
  private Asked() {}

  static List<Requires> by(HandlerMethod handler) {
    return Stream.concat(
            AnnotatedElementUtils.findAllMergedAnnotations(handler.getBeanType(), Requires.class)
                .stream(),
            AnnotatedElementUtils.findAllMergedAnnotations(handler.getMethod(), Requires.class)
                .stream())
        .toList();
  }
}
