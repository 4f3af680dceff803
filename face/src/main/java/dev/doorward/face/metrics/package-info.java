/** What every face counts, where somebody keeps numbers. */
@NullMarked
package dev.doorward.face.metrics;

import org.jspecify.annotations.NullMarked;
