/** Commands, beside a running server or alone. */
@NullMarked
package dev.doorward.face.control;

import org.jspecify.annotations.NullMarked;
