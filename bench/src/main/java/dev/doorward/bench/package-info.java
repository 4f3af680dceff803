/** Benchmarks: of the core by JMH, of whole processes beside their anchors. */
@NullMarked
package dev.doorward.bench;

import org.jspecify.annotations.NullMarked;
