/** The face which other proxies ask: one file a dialect (contract G18). */
@NullMarked
package dev.doorward.server.check;

import org.jspecify.annotations.NullMarked;
