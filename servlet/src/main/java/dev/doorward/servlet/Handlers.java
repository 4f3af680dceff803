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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the servlets of an application ask beyond their routes, by {@link Requires}. */
final class Handlers {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

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
    String method = request.getMethod();
    return METHODS.contains(method)
        ? known.computeIfAbsent(new Key(servlet, method), _ -> read(type(servlet), method))
        : read(type(servlet), method); // clients may invent methods without end
  }

  /**
   * Reads them all, so that a wrong word is found at the start.
   *
   * @throws IllegalArgumentException for the first, with the servlet's name
   */
  void check() {
    for (String name : context.getServletRegistrations().keySet()) {
      for (String method : METHODS) {
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
    for (Class<?> each : family(type)) {
      add(found, each.getDeclaredAnnotation(Requires.class));
      for (Method one : each.getDeclaredMethods()) {
        Requires asked = one.getDeclaredAnnotation(Requires.class);
        if (asked != null && !isHandler(one)) {
          throw new IllegalArgumentException(
              "@Requires on %s.%s is heeded by nobody; put it on the class, on service, or on doGet"
                      .formatted(each.getSimpleName(), one.getName())
                  + " and its like");
        }
        if (asked != null && takes(one.getName(), method)) {
          found.add(asked);
        }
      }
    }
    return together(found);
  }

  /**
   * The class with all it extends and implements. A method which overrides another, as in the
   * subclasses that proxies are, asks what that one asks too.
   */
  private static Set<Class<?>> family(Class<?> type) {
    Set<Class<?>> family = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      family.add(each);
      for (Class<?> one : each.getInterfaces()) {
        family.addAll(family(one));
      }
    }
    return family;
  }

  private static boolean isHandler(Method method) {
    return method.getName().matches("service|do(Get|Head|Post|Put|Patch|Delete|Options|Trace)")
        && method.getParameterCount() == 2
        && Arrays.stream(method.getParameterTypes())
            .allMatch(p -> p.getName().startsWith("jakarta.servlet."));
  }

  /** Whether a handler of that name may run; HttpServlet answers HEAD by doGet. */
  private static boolean takes(String handler, String method) {
    return handler.equals("service")
        || handler.equalsIgnoreCase("do" + method)
        || (handler.equals("doGet") && method.equalsIgnoreCase("HEAD"));
  }

  private static void add(List<Requires> to, @Nullable Requires one) {
    if (one != null) {
      to.add(one);
    }
  }
}
