/** Requirements, what is missing, and the decision. */
@NullMarked
package dev.doorward.core.may;

import org.jspecify.annotations.NullMarked;
