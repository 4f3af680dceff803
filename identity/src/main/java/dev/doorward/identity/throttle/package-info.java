/** Counting failures, so that guessing ends. */
@NullMarked
package dev.doorward.identity.throttle;

import org.jspecify.annotations.NullMarked;
