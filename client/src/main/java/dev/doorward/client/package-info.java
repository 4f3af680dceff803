/**
 * A client which reacts rightly to each answer of Doorward, so that its callers need not.
 *
 * <p>{@link dev.doorward.client.DoorwardClient} is the way in.
 */
@NullMarked
package dev.doorward.client;

import org.jspecify.annotations.NullMarked;
