/** Addresses: prefix sets, who may speak for another address, where a client is. */
@NullMarked
package dev.doorward.core.where;

import org.jspecify.annotations.NullMarked;
