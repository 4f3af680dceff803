/** Doorward inside a Spring Boot application. */
@NullMarked
package dev.doorward.spring;

import org.jspecify.annotations.NullMarked;
