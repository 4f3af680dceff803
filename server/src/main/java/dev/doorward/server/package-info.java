/** The door: listeners, wiring, reload, control socket, audit log. */
@NullMarked
package dev.doorward.server;

import org.jspecify.annotations.NullMarked;
