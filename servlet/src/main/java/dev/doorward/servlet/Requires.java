package dev.doorward.servlet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a handler asks beyond its route in {@code doorward.yaml}. It narrows what the route allows
 * and never widens it; on a public route, where nobody is known, it lets nobody through. All that
 * is named here must be met, on the class and on the method together, and of a servlet on all it
 * extends and implements.
 *
 * <p>On a servlet: the class, or {@code doGet} and its like. With the Spring Boot starter:
 * controllers and their methods.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Requires {
  /** Permissions, all of which the caller's roles must give; else 403. */
  String[] permission() default {};

  /** Roles, any of which the caller must have; else 403. */
  String[] roles() default {};

  /**
   * Scopes, all of which a token must have; else 403 with {@code insufficient_scope} (RFC 6750).
   */
  String[] scopes() default {};

  /** {@code mfa} for a second factor; else 401 with step-up (RFC 9470). */
  String assurance() default "";

  /** How long ago the person may have signed in, such as {@code 5m}; else 401 with step-up. */
  String maxAge() default "";
}
