/** What every face of the judge shares: its name, request ids, and who is told of its answers. */
@NullMarked
package dev.doorward.server.face;

import org.jspecify.annotations.NullMarked;
