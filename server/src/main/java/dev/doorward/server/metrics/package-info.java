/** What is counted and timed, for Prometheus. */
@NullMarked
package dev.doorward.server.metrics;

import org.jspecify.annotations.NullMarked;
