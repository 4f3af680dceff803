/** Our pages in a real browser. */
@NullMarked
package dev.doorward.server.page;

import org.jspecify.annotations.NullMarked;
