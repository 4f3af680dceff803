/** The door: turns HTTP into facts and answers into HTTP. */
@NullMarked
package dev.doorward.server.door;

import org.jspecify.annotations.NullMarked;
