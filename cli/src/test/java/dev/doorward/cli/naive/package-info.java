/** The contract's order of checks once more, for tests: slow, plain, and nothing of the core's. */
@NullMarked
package dev.doorward.cli.naive;

import org.jspecify.annotations.NullMarked;
