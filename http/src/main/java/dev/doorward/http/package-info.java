/** The HTTP edge on Netty. Knows nothing of sign-in or policy. */
@NullMarked
package dev.doorward.http;

import org.jspecify.annotations.NullMarked;
