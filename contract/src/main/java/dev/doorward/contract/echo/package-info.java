/** The echo application which stands behind the door in every run. */
@NullMarked
package dev.doorward.contract.echo;

import org.jspecify.annotations.NullMarked;
