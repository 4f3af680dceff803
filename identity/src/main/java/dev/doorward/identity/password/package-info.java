/** Passwords: which are taken, how they are kept and checked. */
@NullMarked
package dev.doorward.identity.password;

import org.jspecify.annotations.NullMarked;
