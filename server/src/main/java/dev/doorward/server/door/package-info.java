/** The door: a reverse proxy which lets through what the judge allows. */
@NullMarked
package dev.doorward.server.door;

import org.jspecify.annotations.NullMarked;
