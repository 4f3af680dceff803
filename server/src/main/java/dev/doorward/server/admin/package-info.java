/** The admin listener: what answers there, with metrics and health. */
@NullMarked
package dev.doorward.server.admin;

import org.jspecify.annotations.NullMarked;
