/** Page models and the templates they fill. */
@NullMarked
package dev.doorward.portal.page;

import org.jspecify.annotations.NullMarked;
