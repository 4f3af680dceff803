/** Sessions and the keys to them. */
@NullMarked
package dev.doorward.identity.session;

import org.jspecify.annotations.NullMarked;
