/** What Spring Boot 3 has elsewhere than Spring Boot 4. */
@NullMarked
package dev.doorward.spring.boot3;

import org.jspecify.annotations.NullMarked;
