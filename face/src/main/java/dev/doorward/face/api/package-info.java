/** The admin API: what commands do, over HTTP. */
@NullMarked
package dev.doorward.face.api;

import org.jspecify.annotations.NullMarked;
