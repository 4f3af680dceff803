/** Commands, beside a running server or alone. */
@NullMarked
package dev.doorward.server.control;

import org.jspecify.annotations.NullMarked;
