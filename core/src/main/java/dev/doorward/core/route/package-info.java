/** Sites, paths, routes and what stands behind them; the index which finds the lowest line. */
@NullMarked
package dev.doorward.core.route;

import org.jspecify.annotations.NullMarked;
