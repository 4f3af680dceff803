/** Tokens: issued, verified, revoked. */
@NullMarked
package dev.doorward.oauth.token;

import org.jspecify.annotations.NullMarked;
