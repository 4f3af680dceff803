/** What a checked request costs inside Tomcat; run by {@code bench/inside}. */
@NullMarked
package dev.doorward.spring.cost;

import org.jspecify.annotations.NullMarked;
