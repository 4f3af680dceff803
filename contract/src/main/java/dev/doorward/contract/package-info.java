/** The contract as data, and a black-box runner for any server. */
@NullMarked
package dev.doorward.contract;

import org.jspecify.annotations.NullMarked;
