/** The {@code doorward} command. */
@NullMarked
package dev.doorward.cli;

import org.jspecify.annotations.NullMarked;
