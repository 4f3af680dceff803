/** What Doorward itself answers: sign-in, account, sign-out; pages. */
@NullMarked
package dev.doorward.portal;

import org.jspecify.annotations.NullMarked;
