/** Whether what many threads do at once could have been done by one, in some order. */
@NullMarked
package dev.doorward.identity.linear;

import org.jspecify.annotations.NullMarked;
