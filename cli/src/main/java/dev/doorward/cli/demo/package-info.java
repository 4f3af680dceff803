/** The demo: a small app behind the door, and requests to try. */
@NullMarked
package dev.doorward.cli.demo;

import org.jspecify.annotations.NullMarked;
