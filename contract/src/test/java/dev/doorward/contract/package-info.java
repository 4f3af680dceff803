/** Tests of the runner, of the data and of the echo application. */
@NullMarked
package dev.doorward.contract;

import org.jspecify.annotations.NullMarked;
