/** Verifies the tokens of another Doorward. */
@NullMarked
package dev.doorward.servlet.verify;

import org.jspecify.annotations.NullMarked;
