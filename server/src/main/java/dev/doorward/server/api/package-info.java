/** The admin API: what commands do, over HTTP. */
@NullMarked
package dev.doorward.server.api;

import org.jspecify.annotations.NullMarked;
