/** The server log: one line an event on stderr, as text or JSON. */
@NullMarked
package dev.doorward.cli.log;

import org.jspecify.annotations.NullMarked;
