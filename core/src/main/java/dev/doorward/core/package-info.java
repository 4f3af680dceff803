/** The decision: facts in, an answer with its reasons out. No I/O, no clock, no HTTP type. */
@NullMarked
package dev.doorward.core;

import org.jspecify.annotations.NullMarked;
