/** Signing in, and the check of Basic pairs. */
@NullMarked
package dev.doorward.identity.signin;

import org.jspecify.annotations.NullMarked;
