package dev.doorward.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who calls in a test with MockMvc. The routes of {@code doorward.yaml} judge, so that a test sees
 * 401 and 403 as they will be; no store is opened. A test class which uses it on a method has its
 * other methods called by strangers. Permissions are what the file gives the roles.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface WithCaller {
  /** The name. */
  String user() default "user";

  /** Roles of the file. */
  String[] roles() default {};

  /** Scopes of a token; none for somebody who is not limited. */
  String[] scopes() default {};

  /** How the caller signed in just now: {@code urn:dw:pwd} or {@code urn:dw:mfa}. */
  String acr() default "urn:dw:pwd";
}
