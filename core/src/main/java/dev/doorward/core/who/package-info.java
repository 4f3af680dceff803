/** Credentials and the principals they prove. */
@NullMarked
package dev.doorward.core.who;

import org.jspecify.annotations.NullMarked;
