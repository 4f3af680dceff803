/** Signing keys, sealed in the store. */
@NullMarked
package dev.doorward.oauth.key;

import org.jspecify.annotations.NullMarked;
