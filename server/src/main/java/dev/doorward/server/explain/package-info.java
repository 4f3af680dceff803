/** Tells step by step why a request is answered as it is. */
@NullMarked
package dev.doorward.server.explain;

import org.jspecify.annotations.NullMarked;
