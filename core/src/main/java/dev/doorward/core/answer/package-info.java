/** The one place where a decision becomes a status, fields and a body. */
@NullMarked
package dev.doorward.core.answer;

import org.jspecify.annotations.NullMarked;
