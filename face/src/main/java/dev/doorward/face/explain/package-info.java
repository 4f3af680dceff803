/** Tells step by step why a request is answered as it is. */
@NullMarked
package dev.doorward.face.explain;

import org.jspecify.annotations.NullMarked;
