/** Between the edge's own types and those which every face shares. */
@NullMarked
package dev.doorward.server.wire;

import org.jspecify.annotations.NullMarked;
