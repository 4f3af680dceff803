/** Keys and tokens. */
@NullMarked
package dev.doorward.oauth;

import org.jspecify.annotations.NullMarked;
