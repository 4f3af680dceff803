package dev.doorward.servlet;

import dev.doorward.config.Demands;
import dev.doorward.config.Settings;
import dev.doorward.core.may.Requirement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the servlets of an application ask beyond their routes, by {@link Requires}. */
final class Handlers {
  private record Key(String servlet, String method) {}

  private final ServletContext context;
  private final Demands demands;
  private final Map<Key, Optional<Requirement>> known = new ConcurrentHashMap<>();

  /** In terms of these settings. */
  Handlers(ServletContext context, Settings settings) {
    this.context = context;
    this.demands = Demands.of(settings);
  }

  Demands demands() {
    return demands;
  }

  /**
   * All of these together; empty where there is none.
   *
   * @throws IllegalArgumentException for a word which the file does not know
   */
  Optional<Requirement> together(List<Requires> each) {
    if (each.isEmpty()) {
      return Optional.empty();
    }
    Requirement all = Requirement.NONE;
    for (Requires one : each) {
      all =
          all.and(
              demands.requirement(
                  List.of(one.roles()),
                  List.of(one.permission()),
                  List.of(one.scopes()),
                  one.assurance(),
                  one.maxAge()));
    }
    return Optional.of(all);
  }

  /**
   * What the servlet asks to which a request goes.
   *
   * @throws IllegalArgumentException when its annotation has a word which the file does not know
   */
  Optional<Requirement> of(HttpServletRequest request) {
    String servlet = request.getHttpServletMapping().getServletName();
    if (servlet == null || servlet.isEmpty()) {
      return Optional.empty();
    }
    return known.computeIfAbsent(
        new Key(servlet, request.getMethod()), key -> read(type(servlet), key.method()));
  }

  /**
   * Reads them all, so that a wrong word is found at the start.
   *
   * @throws IllegalArgumentException for the first, with the servlet's name
   */
  void check() {
    for (String name : context.getServletRegistrations().keySet()) {
      for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
        try {
          known.put(new Key(name, method), read(type(name), method));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("servlet " + name + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** Null where there is no class to look at, as for what a container makes itself. */
  private @Nullable Class<?> type(String servlet) {
    ServletRegistration registration = context.getServletRegistration(servlet);
    if (registration == null || registration.getClassName() == null) {
      return null;
    }
    return loaders()
        .flatMap(loader -> named(registration.getClassName(), loader).stream())
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the class %s cannot be loaded, so that nobody knows what it requires"
                    .formatted(registration.getClassName())));
  }

  /** Of a context without a loader of its own, the one which the container set. */
  private Stream<ClassLoader> loaders() {
    return Stream.of(
            Optional.ofNullable(context.getClassLoader()),
            Optional.ofNullable(Thread.currentThread().getContextClassLoader()),
            Optional.ofNullable(Handlers.class.getClassLoader()))
        .flatMap(Optional::stream);
  }

  private static Optional<Class<?>> named(String name, ClassLoader loader) {
    try {
      return Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<Requirement> read(@Nullable Class<?> type, String method) {
    if (type == null || !Servlet.class.isAssignableFrom(type)) {
      return Optional.empty();
    }
    List<Requires> found = new ArrayList<>();
    add(found, type.getAnnotation(Requires.class));
    add(found, handler(type, "service"));
    Requires own = handler(type, name(method));
    add(found, own == null && method.equals("HEAD") ? handler(type, "doGet") : own);
    return together(found);
  }

  private static void add(List<Requires> to, @Nullable Requires one) {
    if (one != null) {
      to.add(one);
    }
  }

  /** {@code doGet} for GET: the names which HttpServlet gives. */
  private static String name(String method) {
    String lower = method.toLowerCase(Locale.ROOT);
    return "do" + method.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
  }

  private static @Nullable Requires handler(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && method.getParameterCount() == 2
            && Arrays.stream(method.getParameterTypes())
                .allMatch(p -> p.getName().startsWith("jakarta.servlet."))) {
          Requires found = method.getAnnotation(Requires.class);
          if (found != null || !method.isSynthetic()) {
            return found;
          }
        }
      }
    }
    return null;
  }
}
