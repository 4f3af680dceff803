/** What stands behind every face, opened from settings. */
@NullMarked
package dev.doorward.face;

import org.jspecify.annotations.NullMarked;
