package dev.doorward.servlet;

import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.may.Right;
import dev.doorward.core.who.Roles;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** What an application with Doorward inside calls. */
public final class Doorward {
  private Doorward() {}

  /**
   * Puts Doorward before everything that is registered later.
   *
   * @throws IllegalStateException when the context is initialised already
   */
  public static void install(ServletContext context) {
    install(context, new DoorwardFilter());
  }

  /**
   * The same with a filter that was made by hand.
   *
   * @throws IllegalStateException when the context is initialised already, or Doorward is inside
   */
  public static void install(ServletContext context, DoorwardFilter filter) {
    FilterRegistration.Dynamic registration = context.addFilter("doorward", filter);
    if (registration == null) {
      throw new IllegalStateException("Doorward is inside this application already");
    }
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    context.setAttribute(DoorwardFilter.INSTALLED, true);
    JettyWebSocket.look(context);
  }

  /**
   * Who calls.
   *
   * @throws IllegalStateException for a request which did not pass Doorward's filter
   */
  public static Caller caller(ServletRequest request) {
    return visit(request).caller();
  }

  /** Who calls; empty for a request which did not pass Doorward's filter. */
  public static Optional<Caller> callerIfAny(ServletRequest request) {
    return Visit.of(request).map(Visit::caller);
  }

  /**
   * Tells for which things a permission holds; without a rule {@link Caller#may(String, Object)}
   * throws. Where several rules fit a thing, all must agree.
   *
   * @param type what the rule is about, things of its subtypes too
   * @throws IllegalStateException when there is a rule for that permission and type already
   */
  public static <T> void rule(
      ServletContext context, String permission, Class<T> type, BiPredicate<Caller, T> rule) {
    Rules.of(context).add(permission, type, rule);
  }

  /**
   * Holds a request against what a handler asks, for frameworks which know their handlers.
   *
   * @return false when the answer to that is written, so that the handler must not run
   * @throws IOException when it cannot be written
   * @throws IllegalArgumentException when an annotation has a word which the file does not know
   * @throws IllegalStateException for a request which did not pass Doorward's filter
   */
  public static boolean admits(
      HttpServletRequest request, HttpServletResponse response, List<Requires> asked)
      throws IOException {
    Visit visit = visit(request);
    var more = visit.house().handlers().together(asked);
    return more.isEmpty() || visit.house().admits(visit, more.get(), request, response);
  }

  /**
   * Answers a request which the application refused by {@link Caller#require}, for frameworks which
   * catch what handlers throw.
   *
   * @throws IOException when it cannot be written
   */
  public static void answer(
      HttpServletRequest request, HttpServletResponse response, AccessRefused refused)
      throws IOException {
    Visit visit = visit(request);
    visit.house().refuse(visit, refused.verdict(), request, response);
  }

  /**
   * Refuses a request for a reason which the application knows: 401 for a stranger, 403 for others.
   *
   * @param rule what refuses it, for {@code why} and the audit log
   * @throws IOException when it cannot be written
   * @throws IllegalStateException when the answer has begun, or for a request which did not pass
   *     Doorward's filter
   */
  public static void refuse(HttpServletRequest request, HttpServletResponse response, String rule)
      throws IOException {
    Visit visit = visit(request);
    if (visit.house().admits(visit, Requirement.NONE, request, response)) {
      Right right = new Right(Right.Kind.RULE, rule, Roles.NONE);
      visit
          .house()
          .refuse(
              visit,
              visit.verdict().but(new Decision.Refuse(new Reason.Lacking(right))),
              request,
              response);
    }
  }

  private static Visit visit(ServletRequest request) {
    return Visit.of(request)
        .orElseThrow(() ->
            new IllegalStateException(
                "this request did not pass Doorward; install its filter for /*"));
  }
}
