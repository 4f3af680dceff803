/** The admin listener: metrics and health. */
@NullMarked
package dev.doorward.server.admin;

import org.jspecify.annotations.NullMarked;
